namespace ServerlessTx;

/// <summary>The barrier of a service that keeps its rows in one partition.</summary>
/// <param name="service">The service's name.</param>
/// <param name="store">Where its rows are.</param>
/// <param name="partition">Their partition.</param>
public sealed class PartitionBarrier(string service, IPartitionStore store, string partition) : IParticipantBarrier
{
    /// <inheritdoc/>
    public string Service => service;

    /// <inheritdoc/>
    public async Task<BarrierAnswer> ConcludeAsync(
        string transactionId, string branch, Phase phase, BarrierAnswer answer, CancellationToken cancellation = default)
    {
        var key = BarrierRecord.Key(transactionId, branch);
        while (true)
        {
            var row = (await store.ReadAsync(partition, RowQuery.Single(key), cancellation)).Rows.FirstOrDefault();
            var record = row is null ? BarrierRecord.Empty : BarrierRecord.Read(row);
            if (record[phase] is { } standing)
                return new BarrierAnswer(standing.Verdict, standing.Result, standing.Reason);
            var payload = record.With(phase, new Answer(answer.Verdict, answer.Result, answer.Reason)).Write();
            RowWrite write = row is null ? new RowWrite.Insert(key, payload) : new RowWrite.Replace(key, row.ETag, payload);
            // Whoever else writes this row is the participant, whose answer is read next.
            if (await store.CommitAsync(partition, [write], cancellation) is CommitResult.Committed)
                return answer;
        }
    }
}
