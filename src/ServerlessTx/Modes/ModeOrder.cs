namespace ServerlessTx;

/// <summary>What an operator orders about a group's mode.</summary>
/// <param name="Group">The group.</param>
/// <param name="To">Degraded, or failing back: strict follows by itself.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; recorded, and required.</param>
public sealed record ModeOrder(string Group, Mode To, string By, string Reason)
{
    /// <summary>Who.</summary>
    public string By { get; init; } = Turning.Person(By);

    /// <summary>Why.</summary>
    public string Reason { get; init; } = Turning.Said(Reason);

    /// <summary>Into degraded: the sides whose operations are to be buffered.</summary>
    public IReadOnlyList<string> Away { get; init; } = [];
}

/// <summary>What an operator does about a buffered operation that its side refused.</summary>
/// <param name="Group">The group.</param>
/// <param name="Operation">Its name, as the group's state lists it.</param>
/// <param name="Act">What.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; recorded, and required.</param>
public sealed record ModeResolution(string Group, string Operation, ConflictAct Act, string By, string Reason)
{
    /// <summary>Who.</summary>
    public string By { get; init; } = Turning.Person(By);

    /// <summary>Why.</summary>
    public string Reason { get; init; } = Turning.Said(Reason);
}

/// <summary>What can be done about a conflict.</summary>
public enum ConflictAct
{
    /// <summary>The side is asked once more, as another call: whatever was in the way has been put right.</summary>
    Retry,

    /// <summary>It is not done, and the other sides take their parts of its transaction back.</summary>
    Refuse,
}
