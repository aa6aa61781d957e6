using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Readme;

public sealed class ReadmeAggregateTests
{
    [Fact]
    public async Task The_aggregate_of_the_readme_pays_in_and_out_and_refuses_what_is_not_there()
    {
        await using var services = new ServiceCollection().AddLogging().AddServerlessTx(tx => tx.AddAggregate(Wallet.Type)).BuildServiceProvider();
        var wallets = services.GetRequiredService<Aggregates<Wallet, WalletCommand, WalletEvent>>();
        await wallets.HandleAsync("mine", new PayIn(10m));
        var paid = await wallets.HandleAsync("mine", new PayOut(4m));

        Assert.Equal(6m, Assert.IsType<CommandResult<Wallet, WalletEvent>.Accepted>(paid).Aggregate.State.Balance);
        Assert.IsType<CommandResult<Wallet, WalletEvent>.Refused>(await wallets.HandleAsync("mine", new PayOut(7m)));
        Assert.Equal(10m, (await wallets.AsOfAsync("mine", 1))!.State.Balance);
    }
}
