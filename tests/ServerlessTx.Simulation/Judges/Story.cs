namespace ServerlessTx.Simulation;

/// <summary>A transaction as it stands in the store, kept here although it may be purged there.</summary>
internal sealed class Story(TransactionId id)
{
    public TransactionId Id { get; } = id;

    public List<StoredAppend> Appends { get; } = [];

    public List<TransactionRecord> Records { get; } = [];

    public Started Started => (Started)Records[0];

    public Ended? End => Records[^1] as Ended;

    public StreamHead Head => Appends.Count == 0 ? StreamHead.Empty : Appends[^1].Head;

    /// <summary>Whether its rows have begun to go.</summary>
    public bool IsPurged { get; set; }

    public string Transcript => Specifications.Transcript.Of(Records);

    public Decision? Decision(Slot slot) => Records.OfType<Decided>().FirstOrDefault(decided => decided.Slot == slot)?.Decision;

    /// <summary>Whether somebody waited in a round, or was answered before they could.</summary>
    public bool HasRound(string wait, int? round) => Records.Any(record =>
        record is WaitBegan began && (began.Branch, began.Round) == (wait, round) || record is WaitDecided decided && (decided.Branch, decided.Round) == (wait, round));

    /// <summary>Whether a decision stands that lets a participant be told this.</summary>
    public bool Allows(Phase phase) => phase switch
    {
        Phase.Pivot or Phase.Retriable => Decision(Slot.Direction) is ServerlessTx.Decision.GoingForward,
        Phase.Undo => Decision(Slot.Direction) is ServerlessTx.Decision.Compensating || Decision(Slot.TurnedBack) is not null,
        Phase.Confirm => Decision(Slot.Outcome) is ServerlessTx.Decision.Confirm,
        Phase.Cancel => Decision(Slot.Outcome) is ServerlessTx.Decision.Cancel,
        Phase.Commit => Decision(Slot.Outcome) is ServerlessTx.Decision.Commit,
        Phase.Abort => Decision(Slot.Outcome) is ServerlessTx.Decision.Abort,
        _ => true,
    };
}
