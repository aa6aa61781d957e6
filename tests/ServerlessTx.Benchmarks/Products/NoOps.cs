using System.Text.Json;

namespace ServerlessTx.Benchmarks;

/// <summary>Workflows whose participants answer at once: what is left is the product's own cost.</summary>
internal static class NoOps
{
    public const string Name = "no_ops";

    public static JsonElement Input { get; } = JsonElement.Parse("""{"item":"book"}""");

    public static Workflow Saga(Func<Task>? first = null) => ServerlessTx.Saga.For<Order>(Name, version: 1)
        .Step<Done>("a_service", "do_a", first is null ? Do : WithAsync(first), undo: "undo_a", Undo)
        .Step<Done>("b_service", "do_b", Do, undo: "undo_b", Undo)
        .Step<Done>("c_service", "do_c", Do, undo: "undo_c", Undo);

    public static Workflow Tcc(int participants) => Enumerable.Range(0, participants).Aggregate(
        ServerlessTx.Tcc.For<Order>(Name, version: 1), (tcc, i) => tcc.Participant($"service_{i}", Agreeable.Instance));

    public static Workflow TwoPhaseCommit(int participants) => Enumerable.Range(0, participants).Aggregate(
        ServerlessTx.TwoPhaseCommit.For<Order>(Name, version: 1), (vote, i) => vote.Participant($"db_{i}", Agreeable.Instance));

    private static Func<Call<Order>, Task<StepAnswer<Done>>> WithAsync(Func<Task> first) => async call =>
    {
        await first();
        return await Do(call);
    };

    private static Task<StepAnswer<Done>> Do(Call<Order> call) => Task.FromResult<StepAnswer<Done>>(new Done("done"));

    private static Task<Conclusion> Undo(Call<Order> call, Done? done) => Task.FromResult(Conclusion.Done());

    internal sealed record Order(string Item);

    internal sealed record Done(string What);

    private sealed class Agreeable : IResourceManager<Order>, ITccParticipant<Order>
    {
        public static Agreeable Instance { get; } = new();

        public Task<Vote> PrepareAsync(Call<Order> call) => Task.FromResult(Vote.Prepared());

        public Task<Conclusion> CommitAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> AbortAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Reservation> TryAsync(Call<Order> call) => Task.FromResult(Reservation.Reserved());

        public Task<Conclusion> ConfirmAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> CancelAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());
    }
}
