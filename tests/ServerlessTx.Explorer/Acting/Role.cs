namespace ServerlessTx.Explorer;

/// <summary>Somebody who acts on the transaction.</summary>
/// <param name="Name">As traces call it.</param>
/// <param name="IsDriver">Whether it drives, and so may vanish.</param>
/// <param name="ActAsync">What it does; its result is what it was told.</param>
internal sealed record Role(string Name, bool IsDriver, Func<ActorHost, TransactionSubject, Task<object?>> ActAsync)
{
    /// <summary>Drives from the begin record on, as a starter does.</summary>
    public static Role Starter { get; } = new("driver", true, (host, subject) =>
    {
        host.Start(subject.AtBegin);
        return Nothing;
    });

    /// <summary>Takes over, as recovery does.</summary>
    public static Role Recovery { get; } = TakesOver("recovery");

    /// <summary>Drives beside the first and says nothing of it, as a fast path and its orchestrator can.</summary>
    public static Role Beside { get; } = new("second", true, async (host, subject) =>
    {
        host.Start(await host.Transactions.LoadAsync(subject.Id, default));
        return null;
    });

    /// <summary>Takes over when all others are gone and the faults are over.</summary>
    public static Role Healer { get; } = TakesOver("healer");

    public static Role Canceller { get; } = new("customer", false, async (host, subject) =>
        new Told(await new Decisions(host.Turning, host).TurnBackAsync(subject.Id, "changed_my_mind", "customer", default), MustBeDecided: true));

    /// <summary>A participant in doubt that asks.</summary>
    public static Role Asker { get; } = new("asker", false, async (host, subject) =>
    {
        var state = await new Decisions(host.Turning, host).AskAsync(subject.Id);
        return new Told(state, MustBeDecided: host.Clock.Now >= subject.PastDeadline);
    });

    /// <summary>Somebody outside who says something to it.</summary>
    public static Role Speaker(Signaller signaller) => new(signaller.Name, false, async (host, subject) =>
        new Heard(signaller.Signal, await new SignalDesk(host.Writer).SignalAsync(subject.Id, signaller.Signal, default)));

    /// <summary>Concludes a silent branch by hand, through its barrier.</summary>
    public static Role Operator(CallName silent, BranchOutcome outcome) => new("operator", false, async (host, subject) =>
    {
        var service = subject.Workflow.Definition.Branch(silent.Branch).Service;
        return await new OperatorDesk(host.Writer, host.Turning, [new PartitionBarrier(service, host.Store, silent.Branch)]).ResolveAsync(
            subject.Id, new Resolution.Conclude("ann", "it does not answer", silent.Branch, outcome, "told by phone"), default);
    });

    private static Task<object?> Nothing => Task.FromResult<object?>(null);

    private static Role TakesOver(string name) => new(name, true, async (host, _) =>
    {
        await host.Recovery.RunAsync(everything: true, default);
        return null;
    });
}

/// <summary>What somebody was told of the decision.</summary>
/// <param name="State">The answer.</param>
/// <param name="MustBeDecided">Whether it must not be that nothing is decided.</param>
internal sealed record Told(DecisionState? State, bool MustBeDecided);

/// <summary>What became of a signal, as its sender was told.</summary>
internal sealed record Heard(Signal Signal, SignalResult Result);
