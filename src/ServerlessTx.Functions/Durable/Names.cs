namespace ServerlessTx.Functions;

/// <summary>The names under which Durable knows our functions. They stand in histories in flight: they change for nobody.</summary>
internal static class Names
{
    public const string Saga = "Saga";
    public const string Tcc = "Tcc";
    public const string TwoPhaseCommit = "TwoPhaseCommit";

    public const string Step = "Step";
    public const string Append = "Append";

    public const string WakeUp = "wake_up";

    public static string Orchestrator(Pattern pattern) => pattern switch
    {
        Pattern.Saga => Saga,
        Pattern.Tcc => Tcc,
        Pattern.TwoPhaseCommit => TwoPhaseCommit,
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "There is no such pattern."),
    };
}
