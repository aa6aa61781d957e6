namespace ServerlessTx;

/// <summary>
/// What keys begin with. A kind of row is one key range of its partition, so no two kinds that may meet in a partition have one letter. They
/// are stored, and never change; whoever adds one adds it here, where a test compares them.
/// </summary>
internal static class RowKinds
{
    /// <summary>Appends of a stream, by version: of a transaction, an aggregate, a service's part in a choreography, a group's mode.</summary>
    public const string Appends = "e|";

    /// <summary>Answers that are too large for a record, under their hash.</summary>
    public const string LargeAnswers = "a|";

    /// <summary>What is written at the barrier: one row a transaction and branch.</summary>
    public const string Barrier = "b|";

    /// <summary>Bodies that are too large for their message.</summary>
    public const string Claims = "c|";

    /// <summary>Messages that nobody is given until somebody puts them back.</summary>
    public const string DeadLetters = "d|";

    /// <summary>Appends that projections have not handled.</summary>
    public const string Feed = "f|";

    /// <summary>The highest token that wrote a resource.</summary>
    public const string Fences = "g|";

    /// <summary>What a row of a read model adds up.</summary>
    public const string Shares = "h|";

    /// <summary>Messages that took effect.</summary>
    public const string Inbox = "i|";

    /// <summary>Idempotency keys.</summary>
    public const string Keys = "k|";

    /// <summary>Locks.</summary>
    public const string Locks = "l|";

    /// <summary>One row of its kind and name in a partition: the shards, the mark of retention, what a participant was told of a mode.</summary>
    public const string Marks = "m|";

    /// <summary>Transactions that have not ended, and children whose parent has not been told that they have.</summary>
    public const string Open = "o|";

    /// <summary>Which building of a projection is read.</summary>
    public const string Generations = "p|";

    /// <summary>Runs of a choreography that are not settled, in the partition of their owner.</summary>
    public const string Runs = "r|";

    /// <summary>Rows of a read model. Their partitions are their own, and hold no <see cref="Runs"/>: it is older than this list.</summary>
    public const string ReadModels = "r|";

    /// <summary>Snapshots of aggregates.</summary>
    public const string Snapshots = "s|";

    /// <summary>Turns of a limit.</summary>
    public const string Turns = "t|";

    /// <summary>Records that a saga is changing.</summary>
    public const string Pending = "w|";

    /// <summary>Messages that have not left.</summary>
    public const string Outbox = "x|";

    /// <summary>Keys of subjects.</summary>
    public const string Subjects = "y|";
}
