namespace ServerlessTx.Specifications;

internal sealed record Order(string Item);

internal sealed record Receipt(string Of);

/// <summary>
/// Participants with a barrier in memory, whose behaviour in each call is a script: answers in order, the last of them for ever.
/// They keep what was really done, each effect by its forward call.
/// </summary>
internal sealed class OrderServices(VirtualTime time)
{
    private readonly Dictionary<string, Queue<Behaviour>> _scripts = [];
    private readonly HashSet<string> _tombstones = [];

    /// <summary>The process that calls; its death is felt here before and after each call.</summary>
    public Fate Caller { get; set; } = Fate.Immortal;

    /// <summary>Effects that stand, in the order in which they were made; an undo takes its own away.</summary>
    public List<string> Effects { get; } = [];

    /// <summary>Takes part in votes; kept here, so that it outlives the process that calls it.</summary>
    public Voter Voter => field ??= new Voter(this);

    /// <summary>Every call that arrived.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How often an effect was made, undone ones included.</summary>
    public Dictionary<string, int> Made { get; } = [];

    public void On(string call, params Behaviour[] script) => _scripts[call] = new(script);

    public static Workflow OrderFulfillment(OrderServices orders) => Saga.For<Order>("order_fulfillment", 1, deadline: TimeSpan.FromMinutes(5))
        .Step<Receipt>("order_service", "create_order", orders.Do, undo: "cancel_order", orders.Undo)
        .Step<Receipt>("payment_service", "charge_payment", orders.Do, undo: "refund_payment", orders.Undo)
        .Step<Receipt>("inventory_service", "reserve_inventory", orders.Do, undo: "release_reservation", orders.Undo)
        .Pivot<Receipt>("shipping_service", "ship_order", orders.Do)
        .Then("notification_service", "send_confirmation", orders.Conclude);

    public static string NameOf(Func<OrderServices, Workflow>? define, OrderServices orders) => (define ?? OrderFulfillment)(orders).Definition.Name;

    public Task<StepAnswer<Receipt>> Do(Call<Order> call) => Caller.AroundAsync(() => DoAsync(call));

    public Task<Conclusion> Undo(Call<Order> call, Receipt? receipt) => Caller.AroundAsync(() => UndoAsync(call, receipt));

    /// <summary>Takes back what a child did; what it told anybody stays told.</summary>
    public Task<Conclusion> Return(Call<Order> call, ChildEnd child) => Caller.AroundAsync(() => ReturnAsync(call, child));

    public Task<Conclusion> Conclude(Call<Order> call) => Caller.AroundAsync(() => ConcludeAsync(call));

    private async Task<StepAnswer<Receipt>> DoAsync(Call<Order> call)
    {
        Calls.Add($"{call.Branch}/{call.Phase.Word()}");
        switch (Next(call.Branch))
        {
            case Behaviour.Refuses refuses:
                return Refusal.Because(refuses.Reason);
            case Behaviour.Fails:
                throw new InvalidOperationException("out of order");
            case Behaviour.DoesAndFails:
                Make(call.Branch);
                throw new InvalidOperationException("the answer was lost");
            case Behaviour.Works works:
                throw new StillWorkingException(works.RetryAfter);
            case Behaviour.Hangs hangs:
                await Task.Delay(hangs.For, time, call.Cancellation);
                break;
            case Behaviour.ComesLate late:
                await Task.Delay(late.After, time);
                break;
        }

        if (_tombstones.Contains(call.Branch))
            return Refusal.Because("cancelled_before");
        Make(call.Branch);
        return new Receipt(call.Branch);
    }

    private Task<Conclusion> UndoAsync(Call<Order> call, Receipt? receipt)
    {
        Calls.Add($"{call.Branch}/undo");
        if (Next($"{call.Branch}/undo") is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        _tombstones.Add(call.Branch);
        Effects.Remove(call.Branch);
        return Task.FromResult(Conclusion.Done(new { undone = receipt?.Of ?? "nothing known" }));
    }

    private Task<Conclusion> ReturnAsync(Call<Order> call, ChildEnd child)
    {
        Calls.Add($"{call.Branch}/undo");
        if (Next($"{call.Branch}/undo") is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        foreach (var branch in child.Result.Keys)
            Effects.Remove(branch);
        return Task.FromResult(Conclusion.Done(new { returned = child.Result.Keys }));
    }

    private Task<Conclusion> ConcludeAsync(Call<Order> call)
    {
        Calls.Add($"{call.Branch}/{call.Phase.Word()}");
        switch (Next(call.Branch))
        {
            case Behaviour.Fails:
                throw new InvalidOperationException("out of order");
            case Behaviour.EndsOtherwise otherwise:
                return Task.FromResult(Conclusion.Heuristic(otherwise.What));
        }

        Make(call.Branch);
        return Task.FromResult(Conclusion.Done());
    }

    public Behaviour Next(string call) => !_scripts.TryGetValue(call, out var script) ? Behaviour.Answers
        : script.Count > 1 ? script.Dequeue() : script.Peek();

    /// <summary>The barrier: an effect is made once, however often its call comes.</summary>
    public void Make(string branch)
    {
        if (Effects.Contains(branch))
            return;
        Effects.Add(branch);
        Made[branch] = Made.GetValueOrDefault(branch) + 1;
    }
}

/// <summary>What a participant does with a call.</summary>
internal abstract record Behaviour
{
    public static Behaviour Answers { get; } = new Answering();

    public sealed record Answering : Behaviour;

    public sealed record Refuses(string Reason) : Behaviour;

    public sealed record Fails : Behaviour;

    public sealed record DoesAndFails : Behaviour;

    /// <summary>Heeds its cancellation.</summary>
    public sealed record Hangs(TimeSpan For) : Behaviour;

    /// <summary>Does it all the same, long after.</summary>
    public sealed record ComesLate(TimeSpan After) : Behaviour;

    /// <summary>Says that it is at work on it.</summary>
    public sealed record Works(TimeSpan? RetryAfter) : Behaviour;

    public sealed record EndsOtherwise(string What) : Behaviour;
}
