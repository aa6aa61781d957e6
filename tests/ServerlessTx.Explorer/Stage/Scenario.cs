namespace ServerlessTx.Explorer;

/// <summary>A transaction, who acts on it, and how much may go wrong.</summary>
internal sealed record Scenario : Exploration
{
    public required Func<Service, Workflow> Define { get; init; }

    /// <summary>What a step of it begins.</summary>
    public Func<Service, Workflow>? Child { get; init; }

    /// <summary>Who may drive beside the first driver.</summary>
    public Role? Second { get; init; } = Role.Recovery;

    /// <summary>A customer may cancel.</summary>
    public bool HasCancel { get; init; }

    /// <summary>The deadline may pass, and a participant in doubt may ask.</summary>
    public bool HasDeadline { get; init; }

    /// <summary>How often the round of a wait may expire.</summary>
    public int Expiries { get; init; }

    /// <summary>Who says something to it, and what.</summary>
    public IReadOnlyList<Signaller> Signallers { get; init; } = [];

    /// <summary>A call that no attempt ever gets an answer to.</summary>
    public CallName? NeverAnswers { get; init; }

    /// <summary>What an operator says became of it, once the transaction is stuck.</summary>
    public BranchOutcome? Concluded { get; init; }

    /// <summary>Between the arrival of a call and its answer anything can happen; without it, an answer is heard at once or lost.</summary>
    public bool HasSlowAnswers { get; init; } = true;

    /// <summary>Skewed clocks that go on with each step, instead of clocks that stand.</summary>
    public bool IsStampedApart { get; init; }

    /// <summary>A message that nobody waits for is dropped once the participant has answered its call: the barrier would repeat that answer.</summary>
    public bool DropsSettled { get; init; } = true;

    /// <summary>How often time goes on past the next deadline.</summary>
    public int Moments => Expiries > 0 ? Expiries : HasDeadline ? 1 : 0;

    public IReadOnlyList<Role> Roles =>
    [
        Role.Starter,
        .. Second is { } second ? new[] { second } : [],
        .. HasCancel ? new[] { Role.Canceller } : [],
        .. HasDeadline ? new[] { Role.Asker } : [],
        .. Signallers.Select(Role.Speaker),
        .. NeverAnswers is { } silent && Concluded is { } outcome ? new[] { Role.Operator(silent, outcome) } : [],
    ];

    public override IStage Set() => new TransactionStage(this);

    public override string ToString() => string.Join("; ", new[]
    {
        "2 attempts a call", Bounds.ToString(), Child is null ? null : "with a child", Second is null ? null : $"second driver: {Second.Name}", HasCancel ? "a cancel" : null,
        HasDeadline ? "deadline and asker" : null,
        Signallers.Count == 0 ? null : $"{string.Join(", ", Signallers)}", Expiries switch { 0 => null, 1 => "1 expiry", _ => $"{Expiries} expiries" }, NeverAnswers is { } never ? $"{never} never answers" : null,
        Concluded is { } outcome ? $"concluded as {outcome}" : null, HasSlowAnswers ? "slow answers" : null, IsStampedApart ? "stamps differ" : null, DropsSettled ? null : "settled messages kept",
    }.Where(part => !string.IsNullOrEmpty(part)));
}
