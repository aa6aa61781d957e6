using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Samples;

/// <summary>A database of the transfer in the degraded form: it posts its entries by itself, now or when it is back.</summary>
internal sealed class PostgreSqlSide(PostgreSqlDatabase database, PostgreSqlBook book) : IDegradedSide<TransferMoney>, IEscrowOwner
{
    public IReadOnlyList<Movement> Movements(TransferMoney input) => [new(input.From, -input.Amount), new(input.To, input.Amount)];

    public Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, TransferMoney input, bool fromEscrow) => database.Barrier.StepAsync<string>(
        call,
        async transaction => await book.MoveAsync(call, input, transaction.Transaction, fromEscrow) is ({ } objection, _)
            ? Refusal.Because(objection)
            : "posted");

    public Task<Conclusion> UndoAsync(IBarrierCall call, TransferMoney input) => database.Barrier.ConcludeAsync(call, async transaction =>
    {
        var back = input with { From = input.To, To = input.From };
        return await book.MoveAsync(call, back, transaction.Transaction, fromEscrow: false) is ({ }, _)
            ? Conclusion.Heuristic("whoever got the money has spent it")
            : Conclusion.Done(new { taken_back = true });
    });

    public Task<long> TellAsync(string group, long version, CancellationToken cancellation) => database.TellModeAsync(group, version, cancellation);

    public async Task ProbeAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<decimal> SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await book.SetAsideAsync(connection, account, amount, asked, cancellation);
    }
}
