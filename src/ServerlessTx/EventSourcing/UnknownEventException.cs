namespace ServerlessTx;

/// <summary>A stream holds an event that this code does not know, so its state cannot be told. The stream itself is whole.</summary>
public sealed class UnknownEventException(string type, int typeVersion, long version) : Exception(
    $"The event '{type}' (version {typeVersion} of its fields) at version {version} is not known here. Deploy code that knows it, or add an upcast for it.");
