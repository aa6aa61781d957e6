namespace ServerlessTx;

/// <summary>What a protocol waits for: the moment of a start, and a signal against a deadline.</summary>
internal sealed partial class TransactionContext
{
    public async Task<bool> OpenAsync()
    {
        while (_facts.StartsAt is { } moment && !_facts.TurnedBack)
        {
            var waited = await _runtime.WaitAsync(moment, _head);
            Stood(waited.Appended);
            if (waited.IsOver)
                Buffer(new MomentCame { At = moment > _facts.Newest ? moment : _facts.Newest });
        }

        return _facts.StartsAt is null;
    }

    public async Task<Answered?> WaitAsync(PlannedWait wait)
    {
        if (_facts.Waits.Outcome(wait) is null)
            Recall(wait.Name);
        while (_facts.Answer(wait.Name) is null && _facts.Waits.Outcome(wait) is null)
            await RaceAsync(wait);
        // A round that another followed concluded nothing, whatever a later one answered: what began the next may have to be undone.
        if (_facts.Waits.Outcome(wait) is not null && _facts.Waits.ConcludedBy(wait) is null)
            return null;
        if (_facts.Answer(wait.Name) is null && _facts.Waits.ConcludedBy(wait) is { } concluded)
        {
            Buffer(new Answered
            {
                Branch = wait.Name.Branch,
                Phase = wait.Name.Phase,
                Verdict = concluded.Verdict,
                Attempt = 0,
                AskedAt = _facts.Waits.Since(wait),
                Reason = concluded.Reason,
                At = _facts.Newest,
            });
        }

        return _facts.Answer(wait.Name);
    }

    /// <summary>The signal, or the end of the round, or that of the undecided time, or neither yet.</summary>
    private async Task RaceAsync(PlannedWait wait)
    {
        if (_facts.Waits.Signal(wait) is not null)
        {
            BufferOutcome(wait, WaitOutcome.Signalled, _facts.Newest);
            return;
        }

        if (_facts.Waits.Deadline(wait) is not { } deadline)
        {
            Buffer(new WaitBegan
            {
                Branch = wait.Name.Branch,
                Round = wait.Round,
                Deadline = _facts.Newest.AddMilliseconds(wait.For.WithinMs),
                At = _facts.Newest,
            });
            return;
        }

        var until = deadline < _facts.Deadline ? deadline : _facts.Deadline;
        await FlushAsync(until - _facts.Newest);
        var waited = await _runtime.WaitAsync(until, _head);
        Stood(waited.Appended);
        if (waited.IsOver && until == deadline)
            BufferOutcome(wait, WaitOutcome.Expired, deadline > _facts.Newest ? deadline : _facts.Newest);
        else if (waited.IsOver)
            Buffer(NoAnswer(wait.Name, Verdict.Unknown, Answered.PastDeadline));
    }

    private void BufferOutcome(PlannedWait wait, WaitOutcome outcome, DateTimeOffset at) =>
        Buffer(new WaitDecided { Branch = wait.Name.Branch, Round = wait.Round, Outcome = outcome, At = at });
}
