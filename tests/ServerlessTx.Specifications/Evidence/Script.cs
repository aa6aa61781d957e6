namespace ServerlessTx.Specifications;

/// <summary>What the participants of a run do with each call, <c>branch/phase</c>: behaviours in order, the last of them for ever.</summary>
internal sealed class Script(VirtualTime time)
{
    private readonly Dictionary<string, Queue<Behaviour>> _behaviours = [];
    private readonly HashSet<string> _done = [];

    public VirtualTime Time { get; } = time;

    public Script On(string call, params Behaviour[] behaviours)
    {
        _behaviours[call] = new(behaviours);
        return this;
    }

    /// <summary>Whether a call's effect was made, whatever became of its answer.</summary>
    public bool Did(string branch, Phase phase) => _done.Contains($"{branch}/{phase.Word()}");

    /// <summary>Takes as long as a call takes, and throws where the script has no answer.</summary>
    public async Task<Behaviour> PlayAsync(IBarrierCall call)
    {
        var name = $"{call.Branch}/{call.Phase.Word()}";
        var behaviour = !_behaviours.TryGetValue(name, out var script) ? Behaviour.Answers
            : script.Count > 1 ? script.Dequeue() : script.Peek();
        // What goes on after its time-out is what a call without a cancellation does.
        await (behaviour switch
        {
            Behaviour.Hangs hangs => Task.Delay(hangs.For, Time, call.Cancellation),
            Behaviour.ComesLate late => Task.Delay(late.After, Time, CancellationToken.None),
            _ => Task.Delay(TimeSpan.FromMilliseconds(call.Branch == "ledger_db" ? 60 : 50), Time, CancellationToken.None),
        });
        if (behaviour is Behaviour.Fails)
            throw new InvalidOperationException("out of order");
        if (behaviour is not (Behaviour.Refuses or Behaviour.EndsOtherwise))
            _done.Add(name);
        return behaviour is Behaviour.DoesAndFails ? throw new InvalidOperationException("the answer was lost") : behaviour;
    }
}
