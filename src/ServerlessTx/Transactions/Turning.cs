namespace ServerlessTx;

/// <summary>
/// Turns an undecided transaction back from outside: a cancel, a passed deadline, an expiry, an operator's abort. There is no request for
/// it, only the decision record itself, and the append that wins is the decision.
/// </summary>
internal sealed class Turning(TransactionStore store, TimeProvider time)
{
    /// <summary>Appends the decision that turns back, unless one stands.</summary>
    /// <returns>What stands now, or nothing when there is no such transaction.</returns>
    public Task<Standing?> BackAsync(TransactionId id, string reason, string by, CancellationToken cancellation) =>
        BackAsync(id, _ => (reason, by), cancellation);

    /// <summary>The same when its deadline has passed: what a participant's asking, or a new driver, does.</summary>
    public Task<Standing?> AtDeadlineAsync(TransactionId id, CancellationToken cancellation) =>
        BackAsync(id, started => time.GetUtcNow() >= started.Deadline ? ("deadline_passed", "deadline") : null, cancellation);

    /// <summary>What stands, without writing anything.</summary>
    public Task<Standing?> ReadAsync(TransactionId id, CancellationToken cancellation) => BackAsync(id, _ => null, cancellation);

    private async Task<Standing?> BackAsync(TransactionId id, Func<Started, (string Reason, string By)?> why, CancellationToken cancellation)
    {
        while (true)
        {
            var evidence = await store.LoadAsync(id, cancellation);
            if (evidence.Records is not [{ Record: Started started }, ..])
            {
                // Whoever hears that there is no record presumes it turned back.
                await store.RefuseForgottenAsync(id, cancellation);
                return null;
            }

            var facts = new KnownFacts();
            foreach (var recorded in evidence.Records)
                facts.Apply(recorded.Record);
            var (slot, back) = started.Definition.Pattern.Turning();
            // The first record in a slot is its decision; nothing behind it counts.
            var standing = evidence.Records.Select(recorded => recorded.Record).OfType<Decided>().FirstOrDefault(decided => decided.Slot == slot);
            if (standing is not null || facts.End is not null || why(started) is not { } reasons)
                return new Standing(started, standing, Written: false);

            var now = Stamp.Now(time);
            var decided = new Decided
            {
                Slot = slot,
                Decision = back,
                Reason = reasons.Reason,
                By = reasons.By,
                At = now > facts.Newest ? now : facts.Newest,
            };
            var append = TransactionStore.Seal(evidence.Head, [RecordCodec.Encode(decided)]);
            var result = await store.AppendAsync(id, append, started.Definition.Name, facts.Status, due: null, cancellation);
            if (result is AppendResult.Appended or AppendResult.Overtaken)
                return new Standing(started, decided, Written: true);
        }
    }
}

/// <summary>How a transaction stands in its deciding slot.</summary>
/// <param name="Started">Its begin record.</param>
/// <param name="Decided">Its decision, or nothing yet.</param>
/// <param name="Written">Whether this call decided it.</param>
internal sealed record Standing(Started Started, Decided? Decided, bool Written);
