namespace ServerlessTx;

/// <summary>The appends of a stream do not hash to each other: rows were changed from outside, or restored from different moments.</summary>
public sealed class BrokenStreamException(string stream) : Exception(
    $"The stream '{stream}' does not link up: an append does not carry the hash of the one before. Compare its rows with a backup; nothing was changed.");
