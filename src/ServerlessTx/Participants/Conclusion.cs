namespace ServerlessTx;

/// <summary>
/// What those answer who cannot refuse: retriable steps, undos, confirm, cancel, commit, abort. Whoever cannot do it yet throws,
/// and is asked again.
/// </summary>
public abstract record Conclusion
{
    private Conclusion()
    {
    }

    /// <summary>It is done, or there was nothing to do.</summary>
    public static Conclusion Done(object? result = null) => new DoneConclusion(result);

    /// <summary>It ended otherwise than decided, for good, and this is what happened. Evidence says so for ever.</summary>
    public static Conclusion Heuristic(string whatHappened) => new HeuristicConclusion(whatHappened);

    internal Answer ToAnswer() => this switch
    {
        DoneConclusion done => Answer.Done(done.Result),
        HeuristicConclusion heuristic => Answer.Heuristic(heuristic.WhatHappened),
        _ => throw new InvalidOperationException("A conclusion is Done or Heuristic."),
    };

    private sealed record DoneConclusion(object? Result) : Conclusion;

    private sealed record HeuristicConclusion(string WhatHappened) : Conclusion;
}
