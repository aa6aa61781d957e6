namespace ServerlessTx.Functions.Tests;

/// <summary>A store that goes away after so many operations, for so long; or fails so many times as no store should.</summary>
internal sealed class StoreWithOutage(IPartitionStore store) : IPartitionStore
{
    private TimeProvider? _time;
    private TimeSpan _outage;
    private DateTimeOffset? _until;
    private int _left = int.MaxValue;
    private int _breaks;

    public void GoAway(int after, TimeProvider time, TimeSpan outage) => (_left, _time, _outage) = (after, time, outage);

    public void ComeBack() => (_left, _until) = (int.MaxValue, null);

    public void Break(int times) => _breaks = times;

    public Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        Check();
        return store.ReadAsync(partition, query, cancellation);
    }

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        Check();
        return store.CommitAsync(partition, batch, cancellation);
    }

    private void Check()
    {
        if (_breaks-- > 0)
            throw new InvalidOperationException("the store is broken");
        if (_left-- == 0)
            _until = _time!.GetUtcNow() + _outage;
        if (_until is { } until && _time!.GetUtcNow() < until)
            throw new StoreUnavailableException("The store is away.");
    }
}
