namespace ServerlessTx.Testing;

/// <summary>A participant does not keep what its role promises. The message says what it did, how to mend it, and what happened before.</summary>
public sealed class ContractBrokenException : Exception
{
    internal ContractBrokenException(Scenario scenario, string fault, IEnumerable<string> transcript)
        : base($"""
            It does not hold: {scenario.Promise}.

            What is wrong: {fault}
            How to mend it: {scenario.Mend}

            What happened:
            {string.Join('\n', transcript.Select((line, i) => $"  {i + 1,2}  {line}"))}
            """) => Promise = scenario.Promise;

    /// <summary>The promise that is broken: the scenario's name.</summary>
    public string Promise { get; }
}
