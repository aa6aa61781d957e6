namespace ServerlessTx;

/// <summary>Reads runs: one range of each service's partition.</summary>
internal sealed class ChoreographyReader(ChoreographyRegistry registry, Reactor reactor)
{
    /// <summary>A run's story, or nothing when there is none.</summary>
    public async Task<ChoreographyStory?> FindAsync(TransactionId sagaId, CancellationToken cancellation)
    {
        // An id does not name its choreography; there are few of them.
        foreach (var choreography in registry.All)
        {
            var own = await reactor.ReadAsync(sagaId, choreography.Owner, cancellation);
            if (own.Count > 0 && HopCodec.AllOf(choreography.Owner.Name, own[0]).First().Record is Began began && began.Definition.Name == choreography.Definition.Name)
                return await ReadAsync(choreography, sagaId, cancellation);
        }

        return null;
    }

    public async Task<ChoreographyStory> ReadAsync(Choreography choreography, TransactionId sagaId, CancellationToken cancellation)
    {
        var streams = await Task.WhenAll(choreography.Services.Select(service => reactor.ReadAsync(sagaId, service, cancellation)));
        return new ChoreographyStory(choreography.Services.Zip(streams)
            .Where(pair => pair.Second.Count > 0)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second));
    }
}
