namespace ServerlessTx.Verification;

/// <summary><see cref="RehashedForgeries"/> at every place of every scenario.</summary>
public sealed class RehashedEverywhere
{
    public static TheoryData<string> Names => RehashedForgeries.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rehashed_run_that_breaks_a_rule_is_caught_by_that_rule_at_the_record(string name)
    {
        foreach (var (scenario, forged) in RehashedForgeries.Places(name))
            RehashedForgeries.AssertCaught(name, scenario, forged);
    }
}
