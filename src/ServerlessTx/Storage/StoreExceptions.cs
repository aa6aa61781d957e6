namespace ServerlessTx;

/// <summary>The store did not answer, or answered that it cannot now. For a commit: it may have been done all the same.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Creates it with what to do next, and what the store said.</summary>
    public StoreUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>A batch or a key breaks a limit of the store; nothing was sent.</summary>
public sealed class StoreLimitException : Exception
{
    /// <summary>Creates it with the limit and what was found.</summary>
    public StoreLimitException(string message) : base(message)
    {
    }
}
