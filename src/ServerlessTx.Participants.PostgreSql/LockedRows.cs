namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// What the work of a prepare did: the rows that it wrote, or locked with <c>FOR UPDATE</c> or <c>FOR SHARE</c>. They stay locked until commit
/// or abort. PostgreSQL lists no row locks, so which rows they are rests on the work's word; the relations beside them are looked up.
/// </summary>
/// <param name="Rows">As the evidence shows them: <c>account:12345</c>.</param>
public sealed record LockedRows(params IReadOnlyList<string> Rows)
{
    /// <summary>What was checked under these locks, as codes: <c>balance_covers_amount</c>.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
}
