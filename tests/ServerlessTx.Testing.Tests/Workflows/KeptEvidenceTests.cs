using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Testing.Tests;

/// <summary>Will yesterday's open transactions still run?</summary>
public sealed class KeptEvidenceTests
{
    private sealed record Purchase(string Item);

    private sealed record PurchaseOfToday(string Item, int Quantity);

    [Fact]
    public void An_open_transaction_goes_on_with_the_call_that_is_not_recorded() => Assert.Equal(["ship/pivot"], Kept().Replay(Yesterday()));

    [Fact]
    public void An_ended_one_wants_nothing() => Assert.Empty(Kept(isStuck: false).Replay(Yesterday()));

    [Fact]
    public void How_participants_are_called_may_change() =>
        Assert.Equal(["ship/pivot"], Kept().Replay(Yesterday(new CallPolicy { TimeoutMs = 1 }), Version2()));

    [Fact]
    public void A_changed_shape_under_the_old_version_is_told() => Assert.Equal(
        """
        A transaction of 'buy' version 1 would not go on: version 1 has another shape now. It began with pay (till, action, refund), ship (lorry, pivot); registered is pay (till, action, refund), pack (shop, action), ship (lorry, pivot).
        How to mend it: keep the definition that it began with registered until its transactions have ended, and give the changed one a higher version.
        """, Assert.Throws<CannotReplayException>(() => Kept().Replay(Today(1))).Message);

    [Fact]
    public void A_version_that_is_gone_is_told() =>
        Assert.Contains("version 1 is not registered; of this name there are 2", Assert.Throws<CannotReplayException>(() => Kept().Replay(Version2())).Message, StringComparison.Ordinal);

    [Fact]
    public void An_input_that_cannot_be_read_any_more_is_told() => Assert.Contains(
        "its input cannot be read any more: $.quantity",
        Assert.Throws<CannotReplayException>(() => Kept().Replay(Saga.For<PurchaseOfToday>("buy", 1)
            .Step<string>("till", "pay", _ => Done("paid"), undo: "refund", (_, _) => Task.FromResult(Conclusion.Done()))
            .Pivot<string>("lorry", "ship", _ => Done("shipped")))).Message, StringComparison.Ordinal);

    private static Workflow Yesterday(CallPolicy? policy = null, Func<Task<StepAnswer<string>>>? ship = null) => Saga.For<Purchase>("buy", 1, policy)
        .Step<string>("till", "pay", _ => Done("paid"), undo: "refund", (_, _) => Task.FromResult(Conclusion.Done()))
        .Pivot<string>("lorry", "ship", _ => ship is null ? Done("shipped") : ship());

    private static Workflow Version2() => Today(2);

    private static Workflow Today(int version) => Saga.For<Purchase>("buy", version)
        .Step<string>("till", "pay", _ => Done("paid"), undo: "refund", (_, _) => Task.FromResult(Conclusion.Done()))
        .Step<string>("shop", "pack", _ => Done("packed"))
        .Pivot<string>("lorry", "ship", _ => Done("shipped"));

    private static Task<StepAnswer<string>> Done(string what) => Task.FromResult<StepAnswer<string>>(what);

    /// <summary>A host's answer to GET evidence, of a transaction whose pivot does not answer or that has ended.</summary>
    private static KeptEvidence Kept(bool isStuck = true) => VirtualTime.Run(async time =>
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(tx => tx.AddWorkflow(Yesterday(ship: isStuck ? () => throw new TimeoutException("no lorry") : null)));
        var client = services.BuildServiceProvider().GetRequiredService<TransactionClient>();
        var started = await client.StartAsync(new StartRequest("buy", JsonElement.Parse("""{"item":"book"}""")));
        await client.WaitAsync(started.Id, TimeSpan.FromMinutes(1));
        var document = await client.EvidenceAsync(started.Id);
        return KeptEvidence.Read(Encoding.UTF8.GetBytes(document!.ToJsonString()));
    });
}
