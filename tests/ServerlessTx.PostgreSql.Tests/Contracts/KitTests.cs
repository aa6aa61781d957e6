using ServerlessTx.Testing;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>
/// Our own participants over PostgreSQL keep the contracts of the kit on a real server. Their process vanishes before each answer of it, and
/// the next finds what the server kept.
/// </summary>
[Collection(nameof(OnServers))]
public sealed class KitTests(Servers servers) : IAsyncLifetime
{
    private KitBank _bank = null!;

    public async Task InitializeAsync() => _bank = await KitBank.CreateAsync(servers.One);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public Task A_step_over_the_barrier_keeps_its_contract() => new SagaStepContract<Change, Withdrawals.Taken>
    {
        Input = KitBank.Some,
        RefusedInput = KitBank.TooMuch,
        World = _bank.World(Withdrawals.Step),
    }.CheckAsync();

    [Fact]
    public Task A_TCC_over_the_barrier_keeps_its_contract() => new TccContract<Change>
    {
        Input = KitBank.Some,
        RefusedInput = KitBank.TooMuch,
        World = _bank.World(Withdrawals.Tcc),
    }.CheckAsync();

    [Fact]
    public Task A_prepared_transaction_keeps_its_contract() => new TwoPhaseCommitContract<Change>
    {
        Input = KitBank.Some,
        RefusedInput = KitBank.TooMuch,
        World = _bank.World(Withdrawals.TwoPhaseCommit),
        AreReportsObserved = true,
    }.CheckAsync();
}
