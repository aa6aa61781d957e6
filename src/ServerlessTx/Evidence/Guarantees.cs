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

    /// <summary>The participants did not report what it would rest on.</summary>
    public const string NotReported = "not reported";

    /// <summary>Durability on storage that keeps what it acknowledged.</summary>
    public const string Strong = "Strong";

    /// <summary>The records are kept, and a participant says of itself that a power cut takes what it acknowledged.</summary>
    public const string NotFlushed = "not flushed";

    /// <summary>It rests on the word of a person who concluded a branch that has no barrier.</summary>
    public const string OnWord = "reported";

    internal static Guarantees Of(TransactionStory story)
    {
        var promised = story.Started.Promised;
        var vote = story.Pattern is Pattern.Saga ? null : VoteStory.Of(story);
        var kept = DurabilityOf(story.Started.Storage);
        var standing = story.Heuristic ? Violated : story.HasEnded ? null : Pending;
        var achieved = promised with
        {
            Atomicity = standing ?? (story.IsOnWord ? OnWord : promised.Atomicity),
            Consistency = standing ?? promised.Consistency,
            Isolation = vote is null ? promised.Isolation : IsolationOf(vote, promised.Isolation),
            Durability = kept == Strong && vote is { SaysNotFlushed: true } ? NotFlushed : kept,
        };
        string?[] reported =
        [
            standing is null ? "consistency" : null,
            // A saga's isolation is the weakest there is and needs nobody's word.
            story.Pattern is not Pattern.Saga && achieved.Isolation == promised.Isolation ? "isolation" : null,
            // The records are ours and where they are kept is known; that the effects are kept as well is the participants' word.
            achieved.Durability == Strong ? "durability" : null,
        ];
        return new(promised, achieved, [.. reported.OfType<string>()]);
    }

    /// <summary>Azurite saves every five seconds, and memory never: neither is what the source calls strong.</summary>
    internal static string DurabilityOf(string storage) => storage switch
    {
        "azure_tables" => Strong,
        "memory" => "None",
        _ => "Development storage",
    };

    /// <summary>A reservation or a lock is only as good as who holds it, and only there if its holder says so.</summary>
    private static string IsolationOf(VoteStory vote, string promised) => vote.Transaction switch
    {
        { HasEnded: false } => Pending,
        { Pattern: Pattern.Tcc } => TccForm.ReservationsOf(vote) is ReservationReport.NotAll ? NotReported : promised,
        _ => TwoPhaseCommitEvidence.LocksOf(vote) is LockReport.Held or LockReport.None ? promised : NotReported,
    };
}
