using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Looks after runs that are not settled: sends what was left behind in outboxes, has an owner expire what has not come to its end, reports
/// who stays silent behind the end and publishes again what he has not met, and closes what everybody has answered. It is nobody's
/// coordinator: it decides nothing but by the owner's own conditional write. Two at once are safe.
/// </summary>
internal sealed partial class ChoreographyWatch(
    ChoreographyRegistry registry, ChoreographyReader reader, Reactor reactor, IPartitionStore store, OutboxRelay relay,
    TimeProvider time, ILogger<ChoreographyWatch> logger)
{
    /// <summary>So many are reported in one append: the events beside it, each as large as one may be, fit in its batch.</summary>
    private const int MostAtOnce = 8;

    /// <returns>How many runs it changed something about.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var choreography in registry.All)
        {
            foreach (var partition in choreography.Services.Select(service => service.Partition).Distinct())
                await Try($"The outbox of {partition}").CountAsync(ending => relay.RunAsync(partition, ending), cancellation);
            changed += await Try($"The watch over {choreography.Definition.Name}").CountAsync(ending => RunAsync(choreography, ending), cancellation);
        }

        return changed;
    }

    private async Task<int> RunAsync(Choreography choreography, CancellationToken cancellation)
    {
        var changed = 0;
        var open = RowQuery.Prefix(RowKinds.Runs, withPayload: false);
        await foreach (var row in store.ReadAllAsync(choreography.Owner.Partition, open, cancellation))
        {
            if (OpenRun.Read(row) is var run && run.Choreography == choreography.Definition.Name && run.Due <= time.GetUtcNow())
                changed += await Try($"Choreography {run.SagaId}").TryAsync(ending => LookAsync(choreography, run.SagaId, ending), cancellation) ? 1 : 0;
        }

        return changed;
    }

    /// <summary>What cannot be helped is named in the log, and must not keep the others waiting, which stand behind it in every pass.</summary>
    private Repetition Try(string what) => new(what, time, logger);

    private async Task<bool> LookAsync(Choreography choreography, TransactionId sagaId, CancellationToken cancellation)
    {
        var story = await reader.ReadAsync(choreography, sagaId, cancellation);
        if (!story.HasEnded && !story.IsTurnedBack)
            return time.GetUtcNow() >= story.Began.Deadline && await reactor.ExpireAsync(choreography, story.Began, cancellation);
        if (story.Missing.Count == 0)
            return await SettleAsync(choreography, sagaId, story, cancellation);
        var silent = story.Missing.Where(missing => IsLong(missing, story)).ToList();
        return silent.Count > 0 && await ReportAsync(choreography, sagaId, story, silent, cancellation);
    }

    private Task<bool> SettleAsync(Choreography choreography, TransactionId sagaId, ChoreographyStory story, CancellationToken cancellation) => reactor.AppendAsync(
        choreography, choreography.Owner, sagaId,
        log => log.Head == story.Streams[choreography.Owner.Name][^1].Head
            ? new Settled { Status = story.HasEnded ? TransactionStatus.Completed : TransactionStatus.Compensated, At = story.Newest }
            : null,
        _ => [OpenRun.Delete(sagaId)],
        cancellation);

    /// <summary>
    /// Once for each who falls silent: what is recorded already is not recorded again. A bus that lost the event would leave it missing for
    /// ever, so it stands in the outbox beside the record; whoever has met it finds that he has. What is dead a person puts back.
    /// </summary>
    private async Task<bool> ReportAsync(
        Choreography choreography, TransactionId sagaId, ChoreographyStory story, IReadOnlyList<MissingAnswer> silent, CancellationToken cancellation)
    {
        var reported = story.Hops.Select(hop => hop.Record).OfType<FellSilent>().SelectMany(fell => fell.Missing).Select(missing => (missing.Service, missing.EventId)).ToHashSet();
        var fresh = silent.Where(missing => !reported.Contains((missing.Service, missing.EventId))).Take(MostAtOnce).ToList();
        if (fresh.Count == 0)
            return false;
        var written = await reactor.AppendAsync(
            choreography, choreography.Owner, sagaId,
            log => log.Head == story.Streams[choreography.Owner.Name][^1].Head ? new FellSilent { Missing = fresh, At = Stamp.NowBehind(time, story.Newest) } : null,
            _ => [OpenRun.Move(sagaId, choreography.Definition.Name, Stamp.Now(time), TransactionStatus.Stuck), .. Again(choreography, sagaId, story, fresh)],
            cancellation);
        if (!written)
            return false;
        foreach (var missing in fresh)
        {
            LogStuck(sagaId.ToString(), missing.Service, missing.Event, Stamp.Text(missing.Since), missing.DeadLetter is { } why
                ? $"It lies in the dead-letter queue: {why}" : "It is published again");
        }

        return true;
    }

    private static IEnumerable<RowWrite> Again(Choreography choreography, TransactionId sagaId, ChoreographyStory story, IEnumerable<MissingAnswer> silent)
    {
        foreach (var missing in silent)
        {
            if (missing.DeadLetter is null && story.Publisher(missing.EventId) is { Record: Reacted reacted } said)
            {
                yield return Outbox.RowOf(
                    choreography.Topic, Reactor.MessageOf(reacted, said.Service, sagaId, story.Began.Input, story.Began.Traceparent).ToMessage(), missing.Service);
            }
        }
    }

    private bool IsLong(MissingAnswer missing, ChoreographyStory story) =>
        time.GetUtcNow() - missing.Since >= TimeSpan.FromMilliseconds(story.Definition.StuckAfterMs);

    [LoggerMessage(661, LogLevel.Error, "Choreography {Id} is stuck: {Service} has not answered {Event} since {Since}. {What}; an operator is wanted.")]
    private partial void LogStuck(string id, string service, string @event, string since, string what);
}
