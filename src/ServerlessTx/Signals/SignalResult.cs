namespace ServerlessTx;

/// <summary>What became of a signal.</summary>
public abstract record SignalResult
{
    private SignalResult()
    {
    }

    /// <summary>It is recorded, and stands.</summary>
    /// <param name="IsReplay">It had been recorded before.</param>
    public sealed record Recorded(bool IsReplay) : SignalResult;

    /// <summary>There is no such transaction.</summary>
    public sealed record NotFound : SignalResult;

    /// <summary>No step of the transaction waits for a signal of that name.</summary>
    /// <param name="Known">The names that steps of it wait for.</param>
    public sealed record Unknown(IReadOnlyList<string> Known) : SignalResult;

    /// <summary>Another answer was recorded first, and stands.</summary>
    /// <param name="By">Whose.</param>
    /// <param name="HasSameId">Under the same id: the sender's mistake.</param>
    public sealed record AlreadyAnswered(string By, bool HasSameId) : SignalResult;

    /// <summary>Nobody will wait for it any more; nothing was changed.</summary>
    /// <param name="Detail">How the transaction stands.</param>
    public sealed record TooLate(string Detail) : SignalResult;
}
