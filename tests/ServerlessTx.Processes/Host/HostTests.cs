using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ServerlessTx.Processes;

public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_prints_its_address_and_three_lines_to_paste_and_serves()
    {
        await using var host = await StartAsync();
        using var client = await host.ClientAsync();
        Assert.Contains("<title>ServerlessTx</title>", await client.GetStringAsync("/"), StringComparison.Ordinal);

        await host.LineAsync("Its evidence:");
        Assert.Equal(2, host.Output.Count(line => line.StartsWith($"curl -s -H 'Content-Type: application/json' -H 'Prefer: wait=10' ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_folder_says_so_in_one_line_and_exits_2()
    {
        await using var first = await StartAsync();
        await AssertRefusesAsync(
            $"Another host uses the data folder {_data.Path}; end it or choose another one with --data.",
            "--data", _data.Path, "--address", "http://127.0.0.1:0");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_2()
    {
        using var other = new TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        await AssertRefusesAsync(
            $"Port {port} on 127.0.0.1 is in use; end what listens there or choose another --address.",
            "--memory", "--address", $"http://127.0.0.1:{port}");
    }

    [Fact]
    public async Task Azurite_outlives_a_killed_host_and_the_next_one_adopts_it_with_its_data()
    {
        await using var first = await StartAsync();
        var left = State()!;
        await Table.WriteAsync(left.Ports!.ConnectionString, "written before the kill");
        await first.KillAsync();
        Assert.True(OsProcess.Runs(left.Pid));
        Assert.Equal("written before the kill", await Table.ReadAsync(left.Ports.ConnectionString));

        await using var second = await StartAsync();
        Assert.Contains(second.Output, line => line.StartsWith($"Azurite was still running (process {left.Pid})", StringComparison.Ordinal));
        Assert.Equal(left, State());
        Assert.Equal("written before the kill", await Table.ReadAsync(State()!.Ports!.ConnectionString));
    }

    [Fact]
    public async Task Ctrl_C_ends_host_and_Azurite_within_five_seconds_and_what_was_written_is_there_again()
    {
        await using var first = await StartAsync();
        var azurite = State()!;
        await Table.WriteAsync(azurite.Ports!.ConnectionString, "written before Ctrl-C");

        await AssertStopsAsync(first);
        Assert.False(OsProcess.Runs(azurite.Pid));
        Assert.Contains("Azurite has saved and ended.", first.Output);

        await using var second = await StartAsync();
        Assert.NotEqual(azurite.Pid, State()!.Pid);
        Assert.Equal("written before Ctrl-C", await Table.ReadAsync(State()!.Ports!.ConnectionString));
    }

    [Fact]
    public async Task A_caller_who_never_finishes_his_request_does_not_hold_up_Ctrl_C()
    {
        await using var host = await StartAsync();
        using var caller = new TcpClient();
        var address = await host.AddressAsync();
        await caller.ConnectAsync(address.Host, address.Port);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf"));
        await AssertStopsAsync(host);
    }

    [Fact]
    public async Task Ctrl_C_during_the_start_leaves_no_Azurite_behind()
    {
        await using var host = HostProcess.Start("--data", _data.Path, "--address", "http://127.0.0.1:0");
        await Eventually(() => State() is not null);
        var azurite = State()!;
        await AssertStopsAsync(host);
        await Eventually(() => !OsProcess.Runs(azurite.Pid));
    }

    [Fact]
    public async Task In_memory_it_needs_no_Node_and_says_that_nothing_survives()
    {
        var nothing = new Dictionary<string, string?> { ["PATH"] = _data.Path };
        await using var host = HostProcess.Start(nothing, "--memory", "--address", "http://127.0.0.1:0");
        using var client = await host.ClientAsync();
        Assert.Contains("<title>ServerlessTx</title>", await client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Everything is kept in memory; nothing survives the end of this process.", host.Output);
        await AssertStopsAsync(host);
    }

    [Fact]
    public async Task Without_Node_it_points_to_memory_and_exits_2()
    {
        var nothing = new Dictionary<string, string?> { ["PATH"] = _data.Path };
        await using var host = HostProcess.Start(nothing, "--data", _data.Path, "--address", "http://127.0.0.1:0");
        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("start with --memory", Assert.Single(host.Errors));
    }

    [Theory]
    [InlineData("--shards: found \"0\"; right would be a whole number from 1 to 256.", "--shards", "0")]
    [InlineData("--chards: no such setting; --help lists them all.", "--chards", "16")]
    public async Task A_wrong_setting_is_one_line_and_exit_code_2(string line, params string[] arguments) =>
        await AssertRefusesAsync(line, arguments);

    private static async Task AssertRefusesAsync(string line, params string[] arguments)
    {
        await using var host = HostProcess.Start(arguments);
        Assert.Equal(2, await host.ExitAsync());
        Assert.Equal(line, Assert.Single(host.Errors));
        Assert.Empty(host.Output);
    }

    private static async Task AssertStopsAsync(HostProcess host)
    {
        var start = Stopwatch.GetTimestamp();
        host.Interrupt();
        Assert.Equal(0, await host.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(host.Errors);
    }

    private static async Task Eventually(Func<bool> holds) =>
        Assert.True(await Poll.UntilAsync(holds, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None));

    private Task<HostProcess> StartAsync() => HostProcess.StartServingAsync("--data", _data.Path);

    private AzuriteState? State() => AzuriteState.Read(Path.Combine(_data.Path, "azurite.json"));
}
