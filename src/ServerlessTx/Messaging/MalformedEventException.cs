namespace ServerlessTx;

/// <summary>A message is no event that could ever be handled here.</summary>
internal sealed class MalformedEventException(string reason, string description) : Exception(description)
{
    public string Reason { get; } = reason;
}
