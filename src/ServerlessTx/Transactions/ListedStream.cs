namespace ServerlessTx;

/// <summary>A stream as the list sees it: the columns of its first row and of its last.</summary>
internal sealed class ListedStream(Row first)
{
    public string Id { get; } = IdOf(first);

    public Row First { get; } = first;

    public Row Last { get; set; } = first;

    /// <summary>A purge takes a stream from its front: what is left of it then is none.</summary>
    public bool IsWhole => First.Key == StreamStore.Key(Id, 1);

    public string Workflow => Last.Columns[TransactionRows.Workflow];

    /// <summary>The last append of a stream has its status.</summary>
    public TransactionStatus Status => Enum.Parse<TransactionStatus>(Last.Columns[TransactionRows.Status], ignoreCase: true);

    public bool Holds(Row row) => IdOf(row) == Id;

    public bool Fits(TransactionQuery query) =>
        (query.Status is null || query.Status == Status) && (query.Workflow is null || query.Workflow == Workflow);

    private static string IdOf(Row row) => row.Key[RowKinds.Appends.Length..row.Key.LastIndexOf('|')];
}
