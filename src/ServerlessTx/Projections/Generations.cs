namespace ServerlessTx;

/// <summary>Which building of a projection is read, which is on its way, and which are to be cleared away; one row for each projection.</summary>
internal sealed record Generations
{
    public ProjectionTarget? Current { get; init; }

    public ProjectionTarget? Building { get; init; }

    public IReadOnlyList<ProjectionTarget> Retired { get; init; } = [];

    private static string KeyOf(string projection) => $"{RowKinds.Generations}{projection}";

    public static async Task<Generations> ReadAsync(IPartitionStore store, string projection, CancellationToken cancellation) =>
        await store.FindAsync(MetaRow.Partition, KeyOf(projection), cancellation) is { } row ? JsonRow.ValueOf<Generations>(row) : new Generations();

    public static Task<Generations> ChangeAsync(
        IPartitionStore store, string projection, Func<Generations, Generations> change, CancellationToken cancellation) =>
        store.ChangeAsync(MetaRow.Partition, KeyOf(projection), new Generations(), change, cancellation);
}
