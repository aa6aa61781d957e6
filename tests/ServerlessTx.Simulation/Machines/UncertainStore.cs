namespace ServerlessTx.Simulation;

/// <summary>The one store as one machine sees it: through a network that loses, delays and tears.</summary>
internal sealed class UncertainStore(IPartitionStore rows, Life life, Weather weather) : IPartitionStore
{
    private const int MostRowsOfATornPage = 3;

    private static readonly TimeSpan LatestWrite = TimeSpan.FromMinutes(5);

    public async Task<RowPage> ReadAsync(string partition, RowQuery query, CancellationToken cancellation = default)
    {
        await life.PointAsync();
        await weather.LatencyAsync(cancellation);
        weather.RequireStore();
        var limit = weather.Strikes(Fault.PageTorn) ? weather.Random.Next(1, MostRowsOfATornPage + 1) : query.Limit;
        var page = await rows.ReadAsync(partition, query with { Limit = Math.Min(limit, query.Limit) }, cancellation);
        await weather.LatencyAsync(cancellation);
        if (weather.Strikes(Fault.ReadLost))
            throw new StoreUnavailableException("The answer was lost.");
        await life.PointAsync();
        return page;
    }

    public async Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellation = default)
    {
        await life.PointAsync();
        await weather.LatencyAsync(cancellation);
        weather.RequireStore();
        if (weather.Strikes(Fault.WriteLost))
            throw new StoreUnavailableException("The request was lost.");
        if (weather.Strikes(Fault.WriteLate))
        {
            _ = LandLateAsync(partition, batch, weather.Between(TimeSpan.Zero, LatestWrite));
            throw new StoreUnavailableException("The request took too long.");
        }

        var result = await rows.CommitAsync(partition, batch, CancellationToken.None);
        await weather.LatencyAsync(cancellation);
        if (weather.Strikes(Fault.AnswerLost))
            throw new StoreUnavailableException("The answer was lost.");
        await life.PointAsync();
        return result;
    }

    /// <summary>It is on its way, whether who sent it lives or not.</summary>
    private async Task LandLateAsync(string partition, IReadOnlyList<RowWrite> batch, TimeSpan late)
    {
        await Task.Delay(late, weather.Time);
        await rows.CommitAsync(partition, batch, CancellationToken.None);
    }
}
