using System.Text.Json;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;
using ServerlessTx.Samples;

namespace ServerlessTx.Benchmarks;

/// <summary>
/// The work of the sample's <c>transfer</c>, which <c>--postgres</c> runs: on each server both accounts are opened at first sight, locked,
/// changed with an entry for each, and compared with their entries, in two batches.
/// </summary>
internal sealed class SampleTransfer : ITransferWork
{
    public string Name => "transfer";

    public string Tables => PostgreSqlBook.Tables;

    /// <summary>Within a server each transfer comes to nothing, so what one has credited is held against the other.</summary>
    public string Balance(bool isNorth) => $"SELECT {(isNorth ? "" : "-")}coalesce(sum(amount) FILTER (WHERE amount > 0), 0) FROM entry";

    public Workflow Define(PostgreSqlDatabase north, PostgreSqlDatabase south) => Transfer.Define(
        north.TwoPhaseCommit<TransferMoney>(TransferOverPostgreSql.Accounts.TransferAsync),
        south.TwoPhaseCommit<TransferMoney>(TransferOverPostgreSql.Ledger.TransferAsync));

    public JsonElement Input(int account) => WireJson.ToElement(Money(account));

    public async Task DoByHandAsync(NpgsqlTransaction db, bool isNorth, string transactionId, int account)
    {
        var book = isNorth ? TransferOverPostgreSql.Accounts : TransferOverPostgreSql.Ledger;
        var (objection, _) = await book.MoveAsync(new HandCall(transactionId), Money(account), db, fromEscrow: false);
        if (objection is not null)
            throw new InvalidOperationException($"{objection}, which the benchmark's amounts do not allow for.");
    }

    private static TransferMoney Money(int account) => new() { From = $"payer{account}", To = $"payee{account}", Amount = 0.01m };

    private sealed record HandCall(string TransactionId) : IBarrierCall
    {
        public string Branch => "by_hand";

        public Phase Phase => Phase.Prepare;

        public CancellationToken Cancellation => CancellationToken.None;
    }
}
