namespace ServerlessTx.Samples.Tests;

/// <summary>The services of a checkout, called in every order that a network can make of a coordinator's calls.</summary>
public sealed class CheckoutCalls
{
    [Fact]
    public void A_try_that_comes_twice_holds_once_and_answers_the_same() => Run(async calls =>
    {
        var id = calls.NewId();
        var first = await calls.Inventory.TryAsync(calls.Checkout(id, Phase.Try)).Text();
        await Task.Delay(TimeSpan.FromSeconds(5), calls.Time);
        Assert.Equal(first, await calls.Inventory.TryAsync(calls.Checkout(id, Phase.Try)).Text());
        Assert.Equal([new StockRow("book", 998)], await calls.Audit.Rows<StockRow>("stock"));
    });

    [Fact]
    public void A_cancel_without_its_try_leaves_a_mark_on_which_the_late_try_is_refused() => Run(async calls =>
    {
        var id = calls.NewId();
        Assert.Equal("Done {\"nothing_to_undo\":true}", await calls.Payments.CancelAsync(calls.Checkout(id, Phase.Cancel)).Text());
        Assert.Equal("Refused turned_back_before", await calls.Payments.TryAsync(calls.Checkout(id, Phase.Try)).Text());
        Assert.Equal(0, await calls.Audit.CountAsync("accounts"));
    });

    [Fact]
    public void A_confirm_that_comes_twice_takes_the_money_once() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Payments.TryAsync(calls.Checkout(id, Phase.Try));
        var first = await calls.Payments.ConfirmAsync(calls.Checkout(id, Phase.Confirm)).Text();
        Assert.Equal(first, await calls.Payments.ConfirmAsync(calls.Checkout(id, Phase.Confirm)).Text());
        Assert.Equal([new AccountRow("ann", 9_900)], await calls.Audit.Rows<AccountRow>("accounts"));
        await calls.Audit.IsAtRestAsync();
    });

    [Fact]
    public void A_cancel_that_comes_twice_gives_back_once() => Run(async calls =>
    {
        var id = calls.NewId();
        await calls.Payments.TryAsync(calls.Checkout(id, Phase.Try));
        Assert.Equal("Done {\"released\":100}", await calls.Payments.CancelAsync(calls.Checkout(id, Phase.Cancel)).Text());
        Assert.Equal("Done {\"released\":100}", await calls.Payments.CancelAsync(calls.Checkout(id, Phase.Cancel)).Text());
        Assert.Equal([new AccountRow("ann", 10_000)], await calls.Audit.Rows<AccountRow>("accounts"));
    });

    [Fact]
    public void Whoever_is_told_the_contrary_of_what_it_was_told_says_so_and_changes_nothing() => Run(async calls =>
    {
        var (confirmed, cancelled) = (calls.NewId(), calls.NewId());
        await calls.Inventory.TryAsync(calls.Checkout(confirmed, Phase.Try));
        await calls.Inventory.TryAsync(calls.Checkout(cancelled, Phase.Try));
        await calls.Inventory.ConfirmAsync(calls.Checkout(confirmed, Phase.Confirm));
        await calls.Inventory.CancelAsync(calls.Checkout(cancelled, Phase.Cancel));
        Assert.Equal("Heuristic it had been confirmed here", await calls.Inventory.CancelAsync(calls.Checkout(confirmed, Phase.Cancel)).Text());
        Assert.Equal("Heuristic it had been turned back here", await calls.Inventory.ConfirmAsync(calls.Checkout(cancelled, Phase.Confirm)).Text());
        await calls.Audit.IsAtRestAsync();
    });

    [Fact]
    public void What_is_held_is_not_available_and_nobody_is_asked_for_it_before_it_expires() => Run(async calls =>
    {
        var (holder, next) = (calls.NewId(), calls.NewId());
        await calls.Inventory.TryAsync(calls.Checkout(holder, Phase.Try, quantity: 999));
        Assert.Equal("Refused insufficient_inventory", await calls.Inventory.TryAsync(calls.Checkout(next, Phase.Try)).Text());
        Assert.Empty(calls.Asked);
    });

    [Theory]
    [InlineData(null, "Refused insufficient_inventory", "Done {\"released\":999}")]
    [InlineData(Decision.Confirm, "Refused insufficient_inventory", "Heuristic it had been confirmed here")]
    [InlineData(Decision.Cancel, "Done", "Done {\"released\":999}")]
    public void Of_a_hold_that_looks_expired_the_coordinator_is_asked_and_its_word_is_applied(Decision? decision, string next, string cancel) => Run(async calls =>
    {
        var (holder, wanting) = (calls.NewId(), calls.NewId());
        calls.Know(holder, decision);
        await calls.Inventory.TryAsync(calls.Checkout(holder, Phase.Try, quantity: 999, deadline: calls.Time.GetUtcNow().AddSeconds(30)));
        await Task.Delay(TimeSpan.FromSeconds(30), calls.Time);
        Assert.StartsWith(next, await calls.Inventory.TryAsync(calls.Checkout(wanting, Phase.Try)).Text());
        Assert.Equal([holder], calls.Asked);
        // The barrier remembers what was concluded unasked: the call that comes now gets that.
        Assert.Equal(cancel, await calls.Inventory.CancelAsync(calls.Checkout(holder, Phase.Cancel)).Text());
        await calls.Audit.IsConservedAsync();
    });

    [Fact]
    public void Money_that_an_expired_hold_kept_back_is_there_for_the_next() => Run(async calls =>
    {
        var (holder, next) = (calls.NewId(), calls.NewId());
        await calls.Payments.TryAsync(calls.Checkout(holder, Phase.Try, amount: 9_950, deadline: calls.Time.GetUtcNow().AddSeconds(30)));
        await Task.Delay(TimeSpan.FromSeconds(30), calls.Time);
        Assert.StartsWith("Done", await calls.Payments.TryAsync(calls.Checkout(next, Phase.Try)).Text());
        Assert.Equal([new AccountRow("ann", 9_900)], await calls.Audit.Rows<AccountRow>("accounts"));
        await calls.Audit.IsConservedAsync();
    });

    private static void Run(Func<DirectCalls, Task> body) => VirtualTime.Run(async time =>
    {
        await body(new DirectCalls(time));
        return true;
    });
}
