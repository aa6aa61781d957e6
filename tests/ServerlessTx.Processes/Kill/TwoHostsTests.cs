using Xunit.Abstractions;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class TwoHostsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_hosts_that_freeze_wake_and_die_drive_the_same_transactions_and_nothing_is_done_twice()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions { InMemory = true }, output.WriteLine, TimeProvider.System);
        await using var hosts = new TwoHosts(azurite.ConnectionString, Mix.Everything, seed: Random.Shared.Next(), output.WriteLine);
        await hosts.RunAsync(turns: 6);
    }
}
