namespace ServerlessTx;

/// <summary>
/// For whom a partition's feed is kept. It is written in each batch that deletes feed rows: whoever read it before a building was added
/// deletes nothing that the building has not seen.
/// </summary>
internal static class FeedMark
{
    public static IReadOnlyList<ProjectionTarget> TargetsOf(Row mark) => JsonRow.ValueOf<IReadOnlyList<ProjectionTarget>>(mark);

    public static Task<Row?> FindAsync(IPartitionStore store, string partition, string type, CancellationToken cancellation) =>
        store.FindAsync(partition, Feed.MarkOf(type), cancellation);

    public static Task KeepForAsync(IPartitionStore store, string partition, string type, ProjectionTarget target, CancellationToken cancellation) =>
        ChangeAsync(store, partition, type, kept => kept.Contains(target) ? kept : [.. kept, target], cancellation);

    public static Task KeepNoMoreForAsync(
        IPartitionStore store, string partition, string type, IReadOnlyList<ProjectionTarget> retired, CancellationToken cancellation) =>
        ChangeAsync(store, partition, type, kept => kept.Any(retired.Contains) ? [.. kept.Except(retired)] : kept, cancellation);

    private static Task ChangeAsync(
        IPartitionStore store, string partition, string type, Func<IReadOnlyList<ProjectionTarget>, IReadOnlyList<ProjectionTarget>> change,
        CancellationToken cancellation) => store.ChangeAsync(partition, Feed.MarkOf(type), [], change, cancellation);
}
