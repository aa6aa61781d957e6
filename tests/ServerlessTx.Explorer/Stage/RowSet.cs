namespace ServerlessTx.Explorer;

/// <summary>The rows of a partition at a moment; their ETags are hashes of what is in them. Equal sets are one object.</summary>
internal sealed class RowSet(int id, IReadOnlyList<Row> rows)
{
    public int Id => id;

    public IReadOnlyList<Row> Rows => rows;
}
