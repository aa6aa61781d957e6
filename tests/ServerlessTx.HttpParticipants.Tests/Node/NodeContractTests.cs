using System.Text.Json;
using ServerlessTx.Testing;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>The shop in Node keeps the contract of a step and of a TCC: the kit asks it over HTTP, as any coordinator would.</summary>
public sealed class NodeContractTests(NodeShop shop) : IClassFixture<NodeShop>
{
    private sealed record Basket(string Item, int Quantity);

    private static readonly Basket Some = new("lamp", 2);
    private static readonly Basket TooMany = new("lamp", 99);

    [Fact]
    public async Task It_keeps_the_contract_of_a_step()
    {
        await using var coordinator = new Coordinator(shop.Settings);
        await new SagaStepContract<Basket, JsonElement?>
        {
            Input = Some,
            RefusedInput = TooMany,
            World = World(() => new SagaStep<Basket, JsonElement?>(
                call => coordinator["shop"].ActAsync("reserve_item", call), (call, _) => coordinator["shop"].ConcludeAsync("reserve_item", call))),
        }.CheckAsync();
    }

    [Fact]
    public async Task It_keeps_the_contract_of_a_TCC()
    {
        await using var coordinator = new Coordinator(shop.Settings);
        await new TccContract<Basket> { Input = Some, RefusedInput = TooMany, World = World(() => coordinator["shop"].Tcc<Basket>()) }.CheckAsync();
    }

    private Func<CrashPoints, Task<ParticipantWorld<T>>> World<T>(Func<T> start) => async _ =>
    {
        await shop.ClearAsync();
        await shop.StockAsync(Some.Item, 50);
        return new ParticipantWorld<T> { Start = start, Effects = shop.EffectsAsync };
    };
}
