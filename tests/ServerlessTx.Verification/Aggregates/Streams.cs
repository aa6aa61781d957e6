using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessTx.Samples;

namespace ServerlessTx.Verification;

/// <summary>Aggregates' evidence, as their own code serves it.</summary>
internal static class Streams
{
    public const string Account = "account_12345";

    private static readonly Lazy<IReadOnlyList<byte[]>> Sources = new(Play);

    /// <summary>The source's account, a version a document.</summary>
    public static IReadOnlyList<byte[]> SourcesDocuments() => Sources.Value;

    private static IReadOnlyList<byte[]> Play() => VirtualTime.Run(async time =>
    {
        var accounts = new Aggregates<Account, AccountCommand, AccountEvent>(Samples.Account.Type, new MemoryPartitionStore(), time);
        AccountCommand[] commands =
            [new AccountCommand.Open("cust_567", "EUR", 1000m), new AccountCommand.Deposit(500m, "paycheck"), new AccountCommand.Withdraw(200m, "atm_123")];
        foreach (var command in commands)
        {
            await accounts.HandleAsync(Account, command);
            await Task.Delay(TimeSpan.FromHours(1), time);
        }

        var documents = new List<byte[]>();
        for (var version = 1; version <= commands.Length; version++)
            documents.Add(Bytes((await accounts.EvidenceAsync(Account, version))!));
        Assert.Equal(documents[^1], Bytes((await accounts.EvidenceAsync(Account))!));
        return (IReadOnlyList<byte[]>)documents;
    });

    /// <summary>An aggregate whose commands come to two events at once, at a version inside its last append or behind it.</summary>
    public static byte[] Pairs(long version) => VirtualTime.Run(async time =>
    {
        var type = new AggregateType<int, string, Happening>(
            "Pair",
            new Decider<int, string, Happening>(0, (_, count) => new[] { new Happening(count), new Happening(count + 1) }, (count, _) => count + 1),
            new EventTypes<Happening>().Add<Happening>("Happening"));
        var pairs = new Aggregates<int, string, Happening>(type, new MemoryPartitionStore(), time);
        await pairs.HandleAsync("p", "go");
        await pairs.HandleAsync("p", "go");
        return Bytes((await pairs.EvidenceAsync("p", version))!);
    });

    private static byte[] Bytes(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant);
}

internal sealed record Happening(int Count);
