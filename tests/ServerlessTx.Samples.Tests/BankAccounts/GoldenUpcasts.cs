using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>A stream of which older code wrote the front and newer code, whose deposits say more, the rest: whatever comes must read both.</summary>
public sealed class GoldenUpcasts
{
    private const string Id = "account_12345";

    /// <summary>Deposits of version 2 always say where money comes from; of one of version 1 that did not, nobody knows.</summary>
    private static readonly AggregateType<Account, AccountCommand, AccountEvent> Newer = Account.Type with
    {
        SnapshotVersion = 3,
        Events = new EventTypes<AccountEvent>()
            .Add<AccountEvent.AccountOpened>("AccountOpened")
            .Add<AccountEvent.MoneyDeposited>("MoneyDeposited", version: 2)
            .Upcast("MoneyDeposited", 1, fields =>
            {
                fields["source"] ??= "unknown";
                return fields;
            })
            .Add<AccountEvent.MoneyWithdrawn>("MoneyWithdrawn")
            .Add<AccountEvent.AccountClosed>("AccountClosed")
            .Add<AccountEvent.MoneyHeld>("MoneyHeld")
            .Add<AccountEvent.HoldTaken>("HoldTaken")
            .Add<AccountEvent.HoldReleased>("HoldReleased"),
    };

    private static string Mixed { get; } = Path.Combine(GoldenRows.Folder(), "Upcasts", "account-1-then-2.json");

    [Fact]
    public void The_older_stream_is_read_by_newer_code_and_goes_on() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await GoldenAccounts.RestoreAsync(bank, ChainOf(Path.Combine(GoldenRows.Folder(), "account-1.json")));
        var older = await bank.Accounts.LoadAsync(Id);
        var newer = new Aggregates<Account, AccountCommand, AccountEvent>(Newer, bank.Store, time);
        Assert.Equal(older.State.Balance, (await newer.LoadAsync(Id)).State.Balance);
        await newer.HandleAsync(Id, new AccountCommand.Deposit(2m, "a friend"));
        var history = await newer.HistoryAsync(Id);
        var document = await newer.EvidenceAsync(Id);
        Assert.Equal([1, 2], VersionsOf("MoneyDeposited", document!["chain"]!.AsArray()));
        await KeepAsync(document);

        // Code that was not told of version 2 says so, and hides nothing.
        await Assert.ThrowsAsync<UnknownEventException>(() => bank.Process().LoadAsync(Id));
        Assert.Equal(history.Count, (await bank.Process().HistoryAsync(Id)).Count);
        return true;
    });

    [Fact]
    public void A_stream_of_both_versions_is_read_as_it_was_and_holds() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await GoldenAccounts.RestoreAsync(bank, ChainOf(Mixed));
        var newer = new Aggregates<Account, AccountCommand, AccountEvent>(Newer, bank.Store, time);
        Assert.Equal(JsonNode.Parse(File.ReadAllText(Mixed))!.ToJsonString(), (await newer.EvidenceAsync(Id))!.ToJsonString());
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(File.ReadAllBytes(Mixed)).Outcome);
        Assert.IsType<CommandResult<Account, AccountEvent>.Accepted>(await newer.HandleAsync(Id, new AccountCommand.Withdraw(1m)));
        return true;
    });

    private static IEnumerable<int> VersionsOf(string type, JsonArray chain) => chain
        .SelectMany(append => JsonNode.Parse(Base64Url.DecodeFromChars(append!["payload"]!.GetValue<string>()))!.AsArray())
        .Where(happened => happened!["type"]!.GetValue<string>() == type)
        .Select(happened => happened!["type_version"]!.GetValue<int>()).Distinct();

    private static JsonArray ChainOf(string file) => JsonNode.Parse(File.ReadAllText(file))!["chain"]!.AsArray();

    /// <summary>Writes the file where there is none: <c>UPDATE_EVIDENCE=1</c>.</summary>
    private static async Task KeepAsync(JsonObject document)
    {
        if (!File.Exists(Mixed) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
            await File.WriteAllTextAsync(Mixed, document.ToJsonString(new JsonSerializerOptions(WireJson.Tolerant) { WriteIndented = true }) + "\n");
    }
}
