namespace ServerlessTx.LocalHost;

/// <summary>What keeps the host from starting, in one line for the person who started it. The exit code is 2 and there is no stack trace.</summary>
internal sealed class CannotStartException(string line, Exception? inner = null) : Exception(line, inner);
