using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class RoundTripTests(Servers servers)
{
    [Fact]
    public async Task A_prepare_takes_three_round_trips_one_of_them_the_work_s_own_a_commit_one_and_an_abort_three()
    {
        await using var proxy = new RoundTripProxy(servers.One.Port);
        var through = new NpgsqlConnectionStringBuilder(servers.One.ConnectionString) { Port = proxy.Port, MaxPoolSize = 1 };
        await using var bank = new Bank(through.ConnectionString);
        var account = await bank.OpenAsync(100m);
        var branch = new Branch(bank.Manager, new(account, -1m));

        Assert.Equal(3, await proxy.CountAsync(branch.PrepareAsync));
        Assert.Equal(1, await proxy.CountAsync(branch.CommitAsync));
        // There is nothing prepared any more: the barrier is looked at.
        Assert.Equal(2, await proxy.CountAsync(branch.CommitAsync));

        var aborted = new Branch(bank.Manager, new(account, -1m));
        await aborted.PrepareAsync();
        Assert.Equal(3, await proxy.CountAsync(aborted.AbortAsync));

        var refused = new Branch(bank.Manager, new(account, -1000m));
        Assert.Equal(4, await proxy.CountAsync(refused.PrepareAsync));
    }
}
