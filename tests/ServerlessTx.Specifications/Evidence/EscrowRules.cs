namespace ServerlessTx.Specifications;

/// <summary>What may be spent of an account while its owner is away: never more than its owner may think that it has set aside.</summary>
public sealed class EscrowRules
{
    private static readonly Escrow Hundred = Escrow.None.Set(100);

    [Fact]
    public void Of_nothing_set_aside_nothing_may_be_spent() => Assert.Equal(0, Escrow.None.Spendable);

    [Fact]
    public void What_was_spent_may_not_be_spent_again() => Assert.Equal(70, Hundred.Spend(20).Spend(10).Spendable);

    [Fact]
    public void A_wish_for_less_counts_at_once_and_a_wish_for_more_only_when_it_was_heard()
    {
        Assert.Equal(40, Hundred.Ask(40, 7).Spendable);
        Assert.Equal(100, Hundred.Ask(150, 7).Spendable);
        Assert.Equal(150, Hundred.Ask(150, 7).Set(150).Spendable);
    }

    [Fact]
    public void Of_several_wishes_the_least_counts_and_the_newest_is_remembered() =>
        Assert.Equal((30, 9), (Hundred.Ask(60, 7).Ask(30, 8).Ask(80, 9).Spendable, Hundred.Ask(60, 7).Ask(30, 8).Ask(80, 9).Asked));

    [Fact]
    public void What_is_set_aside_anew_ends_the_wishes_before_it() => Assert.Equal(45, Hundred.Spend(5).Ask(20, 7).Set(50).Spendable);

    [Fact]
    public void What_was_applied_has_left_what_was_wished_for_too() => Assert.Equal(10, Hundred.Ask(40, 7).Spend(30).Apply(30).Spendable);

    [Fact]
    public void What_was_applied_has_left_the_account_and_what_was_refused_comes_back()
    {
        var spent = Hundred.Spend(30);
        Assert.Equal((70, 70m, 0m), (spent.Apply(30).Spendable, spent.Apply(30).SetAside, spent.Apply(30).Spent));
        Assert.Equal((100, 100m, 0m), (spent.Return(30).Spendable, spent.Return(30).SetAside, spent.Return(30).Spent));
    }
}
