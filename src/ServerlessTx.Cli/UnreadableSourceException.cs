namespace ServerlessTx.Cli;

/// <summary>There is nothing to judge; the message is the line that a person reads.</summary>
internal sealed class UnreadableSourceException(string line) : Exception(line);
