using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace ServerlessTx.Processes;

/// <summary>The host with two PostgreSQL servers of its own.</summary>
[Collection(nameof(Alone))]
public sealed partial class PostgresTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly ITestOutputHelper _output;

    /// <summary>Under root the servers run as nobody, who must get through to their folders.</summary>
    public PostgresTests(ITestOutputHelper output)
    {
        _output = output;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_data.Path, File.GetUnixFileMode(_data.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_transfer_moves_money_in_both_and_Ctrl_C_ends_them()
    {
        await using var host = await HostProcess.StartServingAsync("--memory", "--postgres");
        using var http = await host.ClientAsync();
        Assert.Equal("committed", await TransferAsync(http, 10m));
        Assert.Equal("aborted", await TransferAsync(http, 100_000m));
        Assert.Equal([990m, 1010m], (await new SampleRows(http).AllAsync<JsonElement>("bank_accounts")).Select(row => row.GetProperty("balance").GetDecimal()));

        host.Interrupt();
        Assert.Equal(0, await host.ExitAsync());
        Assert.Contains("PostgreSQL has ended.", host.Output);
        Assert.All(Servers(host), pid => Assert.False(OsProcess.Runs(pid)));
    }

    [Fact]
    public async Task A_host_that_is_killed_takes_them_along_and_the_next_finds_their_data()
    {
        await using (var first = await HostProcess.StartServingAsync("--data", _data.Path, "--postgres"))
        {
            using var http = await first.ClientAsync();
            Assert.Equal("committed", await TransferAsync(http, 10m));
            await first.KillAsync();
            foreach (var pid in Servers(first))
                Assert.True(await Poll.UntilAsync(() => !OsProcess.Runs(pid), TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None));
        }

        await using var second = await HostProcess.StartServingAsync("--data", _data.Path, "--postgres");
        using var again = await second.ClientAsync();
        Assert.Equal([990m, 1010m], (await new SampleRows(again).AllAsync<JsonElement>("bank_accounts")).Select(row => row.GetProperty("balance").GetDecimal()));
        Assert.DoesNotContain("password", string.Join('\n', second.Output.Concat(second.Errors)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Transfers_survive_the_kills_of_the_host_over_PostgreSQL_too() =>
        await new KillRounds(_data.Path, new Mix(new TransferWorkload()), seed: Random.Shared.Next(), _output.WriteLine, "--postgres").RunAsync(rounds: 3);

    [Fact]
    public async Task A_server_that_cannot_prepare_is_refused_in_one_line()
    {
        await using var server = await PostgresServer.StartAsync(null, _output.WriteLine, TimeProvider.System, ["max_prepared_transactions=0"]);
        await using var host = HostProcess.Start("--memory", "--address", "http://127.0.0.1:0", "--accounts-db", server.ConnectionString, "--ledger-db", server.ConnectionString);
        Assert.Equal(2, await host.ExitAsync());
        Assert.StartsWith("accounts_db: max_prepared_transactions is 0 there", Assert.Single(host.Errors));
    }

    private static IReadOnlyList<int> Servers(HostProcess host)
    {
        var servers = host.Output.Select(line => Server().Match(line)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, servers.Count);
        return servers;
    }

    private static async Task<string?> TransferAsync(HttpClient http, decimal amount)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/transactions/transfer", UriKind.Relative))
        {
            Content = new StringContent(
                string.Create(CultureInfo.InvariantCulture, $$"""{"from":"alice","to":"bob","amount":{{amount}}}"""), Encoding.UTF8, "application/json"),
            Headers = { { "Prefer", "wait=60" } },
        };
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();
    }

    [GeneratedRegex(@"^PostgreSQL runs for \w+ \(process (\d+),")]
    private static partial Regex Server();
}
