namespace ServerlessTx.Specifications;

/// <summary>
/// A participant of either vote, with a barrier in memory: it holds with a yes, makes its effect when told yes, and never holds once it was
/// told no.
/// </summary>
internal sealed class Voter(OrderServices orders) : ITccParticipant<Order>, IResourceManager<Order>
{
    private readonly HashSet<string> _held = [];
    private readonly HashSet<string> _released = [];

    public static Workflow Tcc(OrderServices orders)
    {
        var voter = orders.Voter;
        return ServerlessTx.Tcc.For<Order>("tcc", 1).Participant("a", voter).Participant("b", voter);
    }

    public static Workflow TwoPhaseCommit(OrderServices orders)
    {
        var voter = orders.Voter;
        return ServerlessTx.TwoPhaseCommit.For<Order>("two_phase_commit", 1).Participant("a", voter).Participant("b", voter);
    }

    public Task<Reservation> TryAsync(Call<Order> call) =>
        orders.Caller.AroundAsync(async () => await HoldAsync(call) is { } reason ? Reservation.Refused(reason) : Reservation.Reserved());

    public Task<Vote> PrepareAsync(Call<Order> call) =>
        orders.Caller.AroundAsync(async () => await HoldAsync(call) is { } reason ? Vote.No(reason) : Vote.Prepared());

    public Task<Conclusion> ConfirmAsync(Call<Order> call) => orders.Caller.AroundAsync(() => MakeAsync(call));

    public Task<Conclusion> CommitAsync(Call<Order> call) => orders.Caller.AroundAsync(() => MakeAsync(call));

    public Task<Conclusion> CancelAsync(Call<Order> call) => orders.Caller.AroundAsync(() => ReleaseAsync(call));

    public Task<Conclusion> AbortAsync(Call<Order> call) => orders.Caller.AroundAsync(() => ReleaseAsync(call));

    private Task<string?> HoldAsync(Call<Order> call)
    {
        var behaviour = orders.Next(call.Branch);
        if (behaviour is Behaviour.Refuses refuses)
            return Task.FromResult<string?>(refuses.Reason);
        if (behaviour is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        if (_released.Contains(call.Branch))
            return Task.FromResult<string?>("released_before");
        _held.Add(call.Branch);
        return behaviour is Behaviour.DoesAndFails ? throw new InvalidOperationException("the answer was lost") : Task.FromResult<string?>(null);
    }

    private Task<Conclusion> MakeAsync(Call<Order> call)
    {
        if (orders.Next($"{call.Branch}/told") is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        if (!_held.Contains(call.Branch))
            return Task.FromResult(Conclusion.Heuristic("nothing was held"));
        orders.Make(call.Branch);
        return Task.FromResult(Conclusion.Done());
    }

    private Task<Conclusion> ReleaseAsync(Call<Order> call)
    {
        if (orders.Next($"{call.Branch}/told") is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        _released.Add(call.Branch);
        _held.Remove(call.Branch);
        return Task.FromResult(Conclusion.Done());
    }
}
