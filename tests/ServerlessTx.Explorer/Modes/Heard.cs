namespace ServerlessTx.Explorer;

/// <summary>An answer of a side.</summary>
internal interface IHeard
{
    /// <summary>Below the types that say who may refuse.</summary>
    Answer Said { get; }
}

/// <summary>An answer of a side, with the mode that it knew.</summary>
internal sealed record Heard<T>(T Answer, long? Told) : IHeard where T : class
{
    Answer IHeard.Said => Answer switch
    {
        Vote vote => vote.ToAnswer(),
        StepAnswer<string> step => step.ToAnswer(),
        Conclusion conclusion => conclusion.ToAnswer(),
        var other => throw new InvalidOperationException($"Nobody answers {other}."),
    };
}
