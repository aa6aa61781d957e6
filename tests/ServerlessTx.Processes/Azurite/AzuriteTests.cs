using System.Net.Sockets;

namespace ServerlessTx.Processes;

public sealed class AzuriteTests
{
    [Fact]
    public async Task An_Azurite_in_memory_answers_and_ends_with_its_owner()
    {
        var azurite = await StartAsync(new AzuriteOptions { InMemory = true });
        await Table.WriteAsync(azurite.ConnectionString, "here");
        Assert.Equal("here", await Table.ReadAsync(azurite.ConnectionString));

        await azurite.DisposeAsync();
        Assert.False(OsProcess.Runs(azurite.Pid));
        Assert.False(await AnswersAsync(azurite.Ports));
    }

    [Fact]
    public async Task What_was_written_just_before_an_orderly_end_is_there_after_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var options = new AzuriteOptions { DataFolder = folder.Path };

        var first = await StartAsync(options);
        await Table.WriteAsync(first.ConnectionString, "saved");
        Assert.True(await first.StopAsync());
        Assert.False(File.Exists(Path.Combine(folder.Path, "azurite.json")));

        await using var second = await StartAsync(options);
        Assert.False(second.Adopted);
        Assert.Equal("saved", await Table.ReadAsync(second.ConnectionString));
    }

    [Fact]
    public async Task A_running_Azurite_is_adopted_even_when_its_owner_died_before_it_knew_the_ports()
    {
        using var folder = new TemporaryFolder();
        var options = new AzuriteOptions { DataFolder = folder.Path };
        var path = Path.Combine(folder.Path, "azurite.json");

        var left = await StartAsync(options);
        (AzuriteState.Read(path)! with { Ports = null }).Write(path);

        await using var adopted = await StartAsync(options);
        Assert.True(adopted.Adopted);
        Assert.Equal(left.Ports, adopted.Ports);
    }

    [Fact]
    public async Task Another_Azurite_behind_the_remembered_port_is_not_adopted()
    {
        using var folder = new TemporaryFolder();
        await using var stranger = await StartAsync(new AzuriteOptions { InMemory = true });
        new AzuriteState(stranger.Pid, "i0123456789", stranger.Ports).Write(Path.Combine(folder.Path, "azurite.json"));

        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => StartAsync(new AzuriteOptions { DataFolder = folder.Path, StartBound = TimeSpan.FromSeconds(1) }));
        Assert.Contains($"process {stranger.Pid}, does not answer", refused.Message);
        Assert.True(OsProcess.Runs(stranger.Pid));
    }

    [Fact]
    public async Task A_state_file_whose_process_is_gone_means_nothing()
    {
        using var folder = new TemporaryFolder();
        new AzuriteState(int.MaxValue, "i0123456789", new AzuritePorts(1, 2, 3)).Write(Path.Combine(folder.Path, "azurite.json"));

        await using var azurite = await StartAsync(new AzuriteOptions { DataFolder = folder.Path });
        Assert.False(azurite.Adopted);
    }

    private static Task<Azurite> StartAsync(AzuriteOptions options) => Azurite.StartAsync(options, _ => { }, TimeProvider.System);

    private static async Task<bool> AnswersAsync(AzuritePorts ports)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", ports.Table);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
