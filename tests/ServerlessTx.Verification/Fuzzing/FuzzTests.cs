namespace ServerlessTx.Verification;

public sealed class FuzzTests
{
    /// <summary>A hundred thousand are a command, <c>dotnet run --project tests/ServerlessTx.Verification.Fuzz -- 100000</c>.</summary>
    [Fact]
    public void Two_thousand_mutants_crash_nothing_and_none_that_says_something_else_holds()
    {
        var fuzzer = new Fuzzer(seed: 1);
        for (var i = 0; i < 2_000; i++)
            fuzzer.Step();
        Assert.All(Enum.GetValues<VerificationOutcome>(), outcome => Assert.True(fuzzer.Outcomes.ContainsKey(outcome), $"no mutant was {outcome}"));
    }
}
