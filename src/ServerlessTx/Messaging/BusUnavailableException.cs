namespace ServerlessTx;

/// <summary>The bus did not answer, or answered that it cannot now. What was published may have arrived all the same.</summary>
public sealed class BusUnavailableException : Exception
{
    /// <summary>Creates it with what to do next, and what the bus said.</summary>
    public BusUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
