namespace ServerlessTx;

/// <summary>What a transaction promised and what its records show that it achieved.</summary>
/// <param name="Promised">As its begin record states it.</param>
/// <param name="Achieved">Derived from the records.</param>
/// <param name="Reported">The components of the achieved vector that rest on the participants' word alone.</param>
public sealed record Guarantees(GuaranteeVector Promised, GuaranteeVector Achieved, IReadOnlyList<string> Reported)
{
    /// <summary>Not known before the end.</summary>
    public const string Pending = "pending";

    /// <summary>A branch ended otherwise than decided.</summary>
    public const string Violated = "violated";

    /// <summary>It rests on the word of a person who concluded a branch that has no barrier.</summary>
    public const string OnWord = "reported";

    internal static Guarantees Of(Started started, IReadOnlyList<TransactionRecord> records, TransactionStatus? end)
    {
        var violated = records.OfType<Answered>().Any(answered => answered.Verdict is Verdict.Heuristic);
        var onWord = records.OfType<Answered>().Any(answered => answered.ByHand is { Barrier: BarrierTrace.None });
        var promised = started.Promised;
        var achieved = promised with
        {
            Atomicity = violated ? Violated : end is null ? Pending : onWord ? OnWord : promised.Atomicity,
            Consistency = violated ? Violated : end is null ? Pending : promised.Consistency,
            Durability = DurabilityOf(started.Storage),
        };
        return new(promised, achieved, ReportedIn(started.Definition.Pattern));
    }

    /// <summary>Azurite saves every five seconds, and memory never: neither is what the source calls strong.</summary>
    internal static string DurabilityOf(string storage) => storage switch
    {
        "azure_tables" => "Strong",
        "memory" => "None",
        _ => "Development storage",
    };

    /// <summary>A saga's isolation is the weakest there is and needs nobody's word; a reservation or a lock is only as good as who holds it.</summary>
    private static IReadOnlyList<string> ReportedIn(Pattern pattern) =>
        pattern is Pattern.Saga ? ["consistency"] : ["consistency", "isolation"];
}
