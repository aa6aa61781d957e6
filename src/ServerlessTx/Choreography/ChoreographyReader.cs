namespace ServerlessTx;

/// <summary>Reads runs: one range of each service's partition.</summary>
internal sealed class ChoreographyReader(ChoreographyRegistry registry, Reactor reactor)
{
    /// <summary>A run's story, or nothing when there is none.</summary>
    /// <exception cref="TransactionForgottenException">It is so old that its records are purged.</exception>
    public async Task<ChoreographyStory?> FindAsync(TransactionId sagaId, CancellationToken cancellation)
    {
        // An id does not name its choreography; there are few of them.
        foreach (var choreography in registry.All)
        {
            var own = await reactor.ReadAsync(sagaId, choreography.Owner, cancellation);
            if (own.Count > 0 && HopCodec.AllOf(choreography.Owner.Name, own[0]).First().Record is Began began && began.Definition.Name == choreography.Definition.Name)
            {
                var story = await ReadAsync(choreography, sagaId, own, cancellation);
                // The owner's records go first: if they still stand, so did everybody's when they were read.
                if (await IsForgottenAsync(choreography, sagaId, cancellation) && (await reactor.ReadAsync(sagaId, choreography.Owner, cancellation)).Count == 0)
                    throw new TransactionForgottenException(sagaId);
                return story;
            }
        }

        // The records first, the marks second: they are raised before anything goes.
        foreach (var choreography in registry.All)
        {
            if (await IsForgottenAsync(choreography, sagaId, cancellation))
                throw new TransactionForgottenException(sagaId);
        }

        return null;
    }

    private Task<bool> IsForgottenAsync(Choreography choreography, TransactionId sagaId, CancellationToken cancellation) =>
        reactor.MarkOf(choreography).IsForgottenAsync(sagaId.ToString(), cancellation);

    public async Task<ChoreographyStory> ReadAsync(Choreography choreography, TransactionId sagaId, CancellationToken cancellation) =>
        await ReadAsync(choreography, sagaId, await reactor.ReadAsync(sagaId, choreography.Owner, cancellation), cancellation);

    /// <summary>
    /// Partitions are read one beside the other, and a run goes on meanwhile: what is seen may have a cause that was not there yet when its
    /// stream was read. It is there by now.
    /// </summary>
    private async Task<ChoreographyStory> ReadAsync(
        Choreography choreography, TransactionId sagaId, IReadOnlyList<StoredAppend> own, CancellationToken cancellation)
    {
        var streams = await StreamsAsync(choreography, sagaId, own, cancellation);
        while (true)
        {
            var story = new ChoreographyStory(choreography.Services.Zip(streams)
                .Where(pair => pair.Second.Count > 0)
                .ToDictionary(pair => pair.First.Name, pair => pair.Second));
            if (story.HasEveryCause)
                return story;
            own = await reactor.ReadAsync(sagaId, choreography.Owner, cancellation);
            var again = await StreamsAsync(choreography, sagaId, own, cancellation);
            // An event that nobody here published has no cause to wait for.
            if (again.Zip(streams).All(pair => pair.First.Count == pair.Second.Count))
                return story;
            streams = again;
        }
    }

    private Task<IReadOnlyList<StoredAppend>[]> StreamsAsync(
        Choreography choreography, TransactionId sagaId, IReadOnlyList<StoredAppend> own, CancellationToken cancellation) =>
        Task.WhenAll(choreography.Services.Select(service =>
            service == choreography.Owner ? Task.FromResult(own) : reactor.ReadAsync(sagaId, service, cancellation)));
}
