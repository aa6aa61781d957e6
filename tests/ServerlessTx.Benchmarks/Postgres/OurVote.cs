using System.Text.Json;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Benchmarks;

/// <summary>The same transfer as an application of the product writes it.</summary>
internal static class OurVote
{
    private const string Name = "transfer_between_servers";
    private const string North = "north_db";
    private const string South = "south_db";

    public static async Task<Product> StartAsync(TwoServers servers, Func<ServerlessTxBuilder, ServerlessTxBuilder> evidence)
    {
        var product = Product.With(tx => evidence(tx)
            .AddPostgreSql(North, servers.North)
            .AddPostgreSql(South, servers.South)
            .AddWorkflow(services => TwoPhaseCommit.For<Transfer>(Name, version: 1)
                .Participant(North, services.PostgreSql(North).TwoPhaseCommit<Transfer>((call, db) => MoveAsync(call, db, -call.Input.Amount)))
                .Participant(South, services.PostgreSql(South).TwoPhaseCommit<Transfer>((call, db) => MoveAsync(call, db, call.Input.Amount)))));
        foreach (var name in new[] { North, South })
            await product.Get<IServiceProvider>().PostgreSql(name).EnsureSchemaAsync();
        return product;
    }

    public static Task<TransactionId> TransferAsync(this Product product, int account) =>
        product.RunAsync(Name, JsonSerializer.SerializeToElement(new { account, amount = 0.01m }));

    private static async Task<StepAnswer<LockedRows>> MoveAsync(Call<Transfer> call, NpgsqlTransaction db, decimal amount)
    {
        await TwoServers.MoveAsync(db, call.TransactionId, call.Input.Account, amount);
        return new LockedRows($"account:{call.Input.Account}");
    }

    internal sealed record Transfer(int Account, decimal Amount);
}
