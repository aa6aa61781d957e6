using ServerlessTx.Testing;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Money leaves an account, in each of the roles that a database can have.</summary>
internal static class Withdrawals
{
    public static SagaStep<Change, Taken> Step(Task<Bank> begun) => new(
        async call => await (await begun).Database.Barrier.StepAsync<Taken>(call, async db =>
            await ChangeAsync(db, call.Input) ? new Taken(-call.Input.Amount) : Refusal.Because("insufficient_funds")),
        async (call, _) => await (await begun).Database.Barrier.ConcludeAsync(call, async db =>
        {
            await ChangeAsync(db, call.Input with { Amount = db.Forward<Taken>()!.Amount });
            return Conclusion.Done();
        }));

    public static ITccParticipant<Change> Tcc(Task<Bank> begun) => new Held(begun);

    public static IResourceManager<Change> TwoPhaseCommit(Task<Bank> begun) => new Prepared(begun);

    private static async Task<bool> ChangeAsync(BarrierTransaction db, Change change) => await db.Command(
        "UPDATE account SET balance = balance + $2 WHERE id = $1 AND balance + $2 >= 0", change.Account, change.Amount).ExecuteNonQueryAsync() == 1;

    public sealed record Taken(decimal Amount);

    /// <summary>Held by a try, gone with the confirm. The hold is written before it is known whether there is enough: a refusal must leave none.</summary>
    private sealed class Held(Task<Bank> begun) : ITccParticipant<Change>
    {
        public async Task<Reservation> TryAsync(Call<Change> call) => await (await begun).Database.Barrier.TryAsync(call, async db =>
        {
            await db.Command("INSERT INTO hold VALUES ($1, $2, $3, $4)", call.TransactionId, call.Branch, call.Input.Account, -call.Input.Amount).ExecuteNonQueryAsync();
            return await ChangeAsync(db, call.Input) ? Reservation.Reserved() : Reservation.Refused("insufficient_funds");
        });

        public async Task<Conclusion> ConfirmAsync(Call<Change> call) => await (await begun).Database.Barrier.ConcludeAsync(call, async db =>
        {
            await ReleaseAsync(db, call);
            return Conclusion.Done();
        });

        public async Task<Conclusion> CancelAsync(Call<Change> call) => await (await begun).Database.Barrier.ConcludeAsync(call, async db =>
        {
            await ReleaseAsync(db, call);
            await ChangeAsync(db, call.Input with { Amount = -call.Input.Amount });
            return Conclusion.Done();
        });

        private static Task ReleaseAsync(BarrierTransaction db, Call<Change> call) =>
            db.Command("DELETE FROM hold WHERE transaction_id = $1 AND branch = $2", call.TransactionId, call.Branch).ExecuteNonQueryAsync();
    }

    private sealed class Prepared(Task<Bank> begun) : IResourceManager<Change>
    {
        public async Task<Vote> PrepareAsync(Call<Change> call) => await (await begun).Manager.PrepareAsync(call);

        public async Task<Conclusion> CommitAsync(Call<Change> call) => await (await begun).Manager.CommitAsync(call);

        public async Task<Conclusion> AbortAsync(Call<Change> call) => await (await begun).Manager.AbortAsync(call);
    }
}
