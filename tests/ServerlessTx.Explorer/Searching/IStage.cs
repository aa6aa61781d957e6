namespace ServerlessTx.Explorer;

/// <summary>What is explored: how it begins, what can happen in it, what is wrong with a state, and where it has to come when the faults are over.</summary>
internal interface IStage
{
    State Begin { get; }

    /// <summary>Within so many moves it is at its goal when the faults are over.</summary>
    int MostMovesToGoal { get; }

    /// <summary>How often the code of an actor was run.</summary>
    long Runs { get; }

    /// <summary>How many different histories ended how.</summary>
    IReadOnlyList<(string End, int Count)> Ends { get; }

    /// <summary>Everything that can happen next, faults included.</summary>
    IEnumerable<(Move Move, State Next)> Moves(State before);

    /// <summary>What happens next when the faults are over; nothing when there is nothing left to happen.</summary>
    (Move Move, State Next)? Healing(State before);

    /// <summary>What is wrong in a state that a move led to, or nothing.</summary>
    string? Fault(State state);

    bool IsGoal(State state);

    /// <summary>A rule that is broken, as a person reads it.</summary>
    string Describe(Violation violation);
}
