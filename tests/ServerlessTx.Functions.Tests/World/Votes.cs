using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>A two-phase commit of two databases and a TCC of two services, which answer as the order's services are told to.</summary>
internal static class Votes
{
    public static Workflow TwoPhaseCommit(OrderServices orders) => ServerlessTx.TwoPhaseCommit.For<Order>("transfer", 1)
        .Participant("accounts_db", new Database(orders))
        .Participant("ledger_db", new Database(orders));

    public static Workflow Tcc(OrderServices orders) => ServerlessTx.Tcc.For<Order>("checkout", 1)
        .Participant("inventory", new Reserving(orders))
        .Participant("payment", new Reserving(orders));

    private sealed class Database(OrderServices orders) : IResourceManager<Order>
    {
        public async Task<Vote> PrepareAsync(Call<Order> call) => await orders.Do(call) switch
        {
            StepAnswer<Receipt>.Refused refused => Vote.No(refused.Reason),
            _ => Vote.Prepared(),
        };

        public Task<Conclusion> CommitAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> AbortAsync(Call<Order> call) => orders.Undo(call, null);
    }

    private sealed class Reserving(OrderServices orders) : ITccParticipant<Order>
    {
        public async Task<Reservation> TryAsync(Call<Order> call) => await orders.Do(call) switch
        {
            StepAnswer<Receipt>.Refused refused => Reservation.Refused(refused.Reason),
            _ => Reservation.Reserved(),
        };

        public Task<Conclusion> ConfirmAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> CancelAsync(Call<Order> call) => orders.Undo(call, null);
    }
}
