namespace ServerlessTx;

/// <summary>
/// Writes a record into a transaction from outside its driver: load, decide, append, on conflict again. Its driver notices at its next
/// flush or at the end of its wait, and starts again from the evidence.
/// </summary>
internal sealed class OutsideWriter(TransactionStore store, ITransactionDrivers drivers, ServerlessTxOptions options, TimeProvider time)
{
    /// <param name="id">The transaction.</param>
    /// <param name="act">Given how it stands and the stamp to use, the record to write, or nothing.</param>
    /// <returns>How it stood, and the record if one was written; nothing when there is no such transaction.</returns>
    public async Task<Outside?> WriteAsync(
        TransactionId id, Func<Known, DateTimeOffset, Task<TransactionRecord?>> act, CancellationToken cancellation)
    {
        while (true)
        {
            var evidence = await store.LoadAsync(id, cancellation);
            if (evidence.Records.Count == 0)
            {
                // Whoever hears that there is no record presumes it turned back.
                await store.RefuseForgottenAsync(id, cancellation);
                return null;
            }

            var known = new Known(evidence);
            var now = Stamp.Now(time);
            if (await act(known, now > known.Facts.Newest ? now : known.Facts.Newest) is not { } record)
                return new Outside(known, null);

            known.Facts.Apply(record);
            var append = TransactionStore.Seal(evidence.Head, [RecordCodec.Encode(record)]);
            // A driver of this process is woken, and has a grace to look. Of another's nobody knows how long it means to wait, nor whether it lives.
            var due = drivers.Running(id) is null ? now : now + options.Grace + known.Started.Definition.Policy.Timeout;
            var result = await store.AppendAsync(id, append, known.Started.Definition.Name, known.Facts.Status, due, cancellation);
            if (result is AppendResult.Appended or AppendResult.Overtaken)
                return new Outside(known, record);
        }
    }
}

/// <summary>How a transaction stood when it was written to from outside, and what was written.</summary>
internal sealed record Outside(Known Known, TransactionRecord? Written);

/// <summary>A transaction as its evidence shows it.</summary>
internal sealed class Known
{
    public Known(Appended.Loaded evidence)
    {
        View = new TransactionView(evidence.Records);
        Facts = KnownFacts.Of(evidence.Records);
        // The first record in a slot is its decision; nothing behind it counts. Behind a refused pivot the saga is turned back after all.
        Decided = In(Slot.TurnedBack) ?? In(Started.Definition.Pattern.Turning().Slot);
        Decided? In(Slot slot) => evidence.Records.Select(recorded => recorded.Record).OfType<Decided>().FirstOrDefault(decided => decided.Slot == slot);
    }

    public TransactionView View { get; }

    public KnownFacts Facts { get; }

    public Started Started => View.Started;

    /// <summary>The decision that stands: the one that ended its undecided time, or the one that turned it back behind that.</summary>
    public Decided? Decided { get; }
}
