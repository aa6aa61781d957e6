namespace ServerlessTx;

/// <summary>What an operator does about a transaction that cannot go on. Never a commit without the votes.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; recorded, and required.</param>
public abstract record Resolution(string By, string Reason)
{
    /// <summary>Who.</summary>
    public string By { get; init; } = Turning.Person(By);

    /// <summary>Why.</summary>
    public string Reason { get; init; } = Turning.Said(Reason);

    /// <summary>Asks the silent again now instead of at the end of the pause.</summary>
    public sealed record Retry(string By, string Reason) : Resolution(By, Reason);

    /// <summary>Turns it back while it is undecided.</summary>
    public sealed record Abort(string By, string Reason) : Resolution(By, Reason);

    /// <summary>Concludes by hand a branch whose call goes unanswered.</summary>
    /// <param name="Branch">The branch that is silent.</param>
    /// <param name="Outcome">What became of it.</param>
    /// <param name="WhatHappened">In words, for the evidence.</param>
    public sealed record Conclude(string By, string Reason, string Branch, BranchOutcome Outcome, string WhatHappened) : Resolution(By, Reason)
    {
        /// <summary>What became of it, in words.</summary>
        public string WhatHappened { get; init; } = Turning.Said(WhatHappened);
    }
}

/// <summary>What became of a branch that was concluded by hand.</summary>
public enum BranchOutcome
{
    /// <summary>It was done as decided.</summary>
    Done,

    /// <summary>It was not, and will not be. For a pivot this is a refusal, which turns the saga back; for anything else it is heuristic.</summary>
    NotDone,
}
