namespace ServerlessTx;

/// <summary>
/// Turns an undecided transaction back from outside: a cancel, a passed deadline, an expiry, an operator's abort. There is no request for
/// it, only the decision record itself, and the append that wins is the decision.
/// </summary>
internal sealed class Turning(OutsideWriter writer, TimeProvider time)
{
    private const string Deadline = "deadline";

    /// <summary>Appends the decision that turns back, unless one stands.</summary>
    /// <returns>What stands now, or nothing when there is no such transaction.</returns>
    public Task<Standing?> BackAsync(TransactionId id, string reason, string by, CancellationToken cancellation) =>
        BackAsync(id, _ => (reason, by), cancellation);

    /// <summary>The name of somebody who acts from outside. What a passed deadline is called in evidence is nobody's.</summary>
    /// <exception cref="ArgumentException">It is empty, or the deadline's.</exception>
    public static string Person(string by)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        return by == Deadline ? throw new ArgumentException($"'{Deadline}' is what evidence says of a passed deadline; nobody acts under that name.", nameof(by)) : by;
    }

    /// <summary>Words that evidence keeps of a person.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static string Said(string words)
    {
        ArgumentException.ThrowIfNullOrEmpty(words);
        return words;
    }

    /// <summary>The same when its deadline has passed: what a participant's asking, or a new driver, does.</summary>
    public Task<Standing?> AtDeadlineAsync(TransactionId id, CancellationToken cancellation) =>
        BackAsync(id, started => time.GetUtcNow() >= started.Deadline ? (Decided.DeadlinePassed, Deadline) : null, cancellation);

    /// <summary>What stands, without writing anything.</summary>
    public Task<Standing?> ReadAsync(TransactionId id, CancellationToken cancellation) => BackAsync(id, _ => null, cancellation);

    private async Task<Standing?> BackAsync(TransactionId id, Func<Started, (string Reason, string By)?> why, CancellationToken cancellation)
    {
        var outside = await writer.WriteAsync(id, (known, at) => Task.FromResult<TransactionRecord?>(Decide(known, why(known.Started), at)), cancellation);
        return outside is null ? null
            : outside.Written is Decided decided ? new Standing(outside.Known.Started, decided, Written: true)
            : new Standing(outside.Known.Started, outside.Known.Decided, Written: false);
    }

    private static Decided? Decide(Known known, (string Reason, string By)? why, DateTimeOffset at)
    {
        if (known.Decided is not null || known.Facts.End is not null || why is not { } reasons)
            return null;
        var (slot, back) = known.Started.Definition.Pattern.Turning();
        return new Decided { Slot = slot, Decision = back, Reason = reasons.Reason, By = reasons.By, At = at };
    }
}

/// <summary>How a transaction stands in its deciding slot.</summary>
/// <param name="Started">Its begin record.</param>
/// <param name="Decided">Its decision, or nothing yet.</param>
/// <param name="Written">Whether this call decided it.</param>
internal sealed record Standing(Started Started, Decided? Decided, bool Written);
