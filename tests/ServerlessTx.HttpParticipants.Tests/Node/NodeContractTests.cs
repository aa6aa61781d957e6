using System.Text.Json;
using ServerlessTx.Testing;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>
/// The shop in Node keeps the contract of a step and of a TCC: the kit asks it over HTTP, as any coordinator would, and kills it before each
/// answer of its database.
/// </summary>
public sealed class NodeContractTests(NodeShop shop) : IClassFixture<NodeShop>
{
    private const int Stock = 50;

    private sealed record Basket(string Item, int Quantity);

    private static readonly Basket Some = new("lamp", 2);
    private static readonly Basket TooMany = new("lamp", 99);

    [Fact]
    public async Task It_keeps_the_contract_of_a_step()
    {
        await using var lives = new NodeLives(shop);
        await new SagaStepContract<Basket, JsonElement?>
        {
            Input = Some,
            RefusedInput = TooMany,
            World = lives.World(Some.Item, Stock, begun => new SagaStep<Basket, JsonElement?>(
                async call => await (await begun).ActAsync("reserve_item", call),
                async (call, _) => await (await begun).ConcludeAsync("reserve_item", call))),
        }.CheckAsync();
    }

    [Fact]
    public async Task It_keeps_the_contract_of_a_TCC()
    {
        await using var lives = new NodeLives(shop);
        await new TccContract<Basket>
        {
            Input = Some,
            RefusedInput = TooMany,
            World = lives.World<ITccParticipant<Basket>>(Some.Item, Stock, begun => new Reservations(begun)),
        }.CheckAsync();
    }

    private sealed class Reservations(Task<HttpParticipant> begun) : ITccParticipant<Basket>
    {
        public async Task<Reservation> TryAsync(Call<Basket> call) => await (await begun).Tcc<Basket>().TryAsync(call);

        public async Task<Conclusion> ConfirmAsync(Call<Basket> call) => await (await begun).Tcc<Basket>().ConfirmAsync(call);

        public async Task<Conclusion> CancelAsync(Call<Basket> call) => await (await begun).Tcc<Basket>().CancelAsync(call);
    }
}
