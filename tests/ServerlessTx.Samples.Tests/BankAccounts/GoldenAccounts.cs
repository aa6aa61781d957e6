using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>Streams of accounts as older versions wrote them. They are never changed: this code, and all that comes, must read them.</summary>
public sealed class GoldenAccounts
{
    private const string Id = "account_12345";

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stream_of_an_older_version_is_read_as_it_was_goes_on_and_holds(string file) => VirtualTime.Run(async time =>
    {
        var written = File.ReadAllBytes(Path.Combine(Folder(), file));
        var bank = new Bank(time);
        await RestoreAsync(bank, JsonNode.Parse(written)!["chain"]!.AsArray());
        Assert.Equal(JsonNode.Parse(written)!.ToJsonString(), (await bank.Accounts.EvidenceAsync(Id))!.ToJsonString());
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(written).Outcome);

        var before = await bank.Accounts.LoadAsync(Id);
        Assert.Equal(before.Version + 1, (await bank.DoAsync(Id, new AccountCommand.Deposit(1m))).Version);
        return true;
    });

    /// <summary>Writes the file of this version where there is none: <c>UPDATE_EVIDENCE=1</c>.</summary>
    [Fact]
    public void This_version_has_its_file() => VirtualTime.Run(async time =>
    {
        var file = Path.Combine(Folder(), "account-1.json");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
        {
            var bank = new Bank(time);
            await bank.SourcesAccountAsync();
            foreach (var command in new AccountCommand[]
            {
                new AccountCommand.Hold("h1", 300m), new AccountCommand.Take("h1"), new AccountCommand.Hold("h2", 0m), new AccountCommand.Fill("h2", 0.5m),
                new AccountCommand.Hold("h3", 100.25m),
            })
                await bank.DoAsync(Id, command);
            File.WriteAllText(file, (await bank.Accounts.EvidenceAsync(Id))!.ToJsonString(new JsonSerializerOptions(WireJson.Tolerant) { WriteIndented = true }) + "\n");
        }

        Assert.True(File.Exists(file));
        return true;
    });

    internal static async Task RestoreAsync(Bank bank, JsonArray chain)
    {
        var partition = await bank.Accounts.PartitionOfAsync(Id);
        foreach (var append in chain)
        {
            var stored = new StoredAppend(
                append!["version"]!.GetValue<long>(), append["count"]!.GetValue<int>(), Base64Url.DecodeFromChars(append["payload"]!.GetValue<string>()),
                ChainHash.Parse(append["previous_hash"]!.GetValue<string>()));
            Assert.IsType<CommitResult.Committed>(await bank.Store.CommitAsync(partition, [StreamStore.RowOf(new StreamAppend($"BankAccount:{Id}", stored))]));
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
