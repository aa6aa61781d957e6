namespace ServerlessTx;

/// <summary>Carries out what an operator does, as records that everybody can see (rule 4).</summary>
internal sealed class OperatorDesk(OutsideWriter writer, Turning turning, IEnumerable<IParticipantBarrier> barriers)
{
    public Task<ResolveResult> ResolveAsync(TransactionId id, Resolution resolution, CancellationToken cancellation) => resolution switch
    {
        Resolution.Retry retry => RetryAsync(id, retry, cancellation),
        Resolution.Abort abort => AbortAsync(id, abort, cancellation),
        Resolution.Conclude conclude => ConcludeAsync(id, conclude, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "There is no such act."),
    };

    private async Task<ResolveResult> RetryAsync(TransactionId id, Resolution.Retry retry, CancellationToken cancellation)
    {
        var outside = await writer.WriteAsync(
            id,
            (known, at) => Task.FromResult<TransactionRecord?>(
                known.Facts.End is null ? new RetryRequested { By = retry.By, Reason = retry.Reason, At = at } : null),
            cancellation);
        return Result(outside, known => $"It has ended: {known.Facts.Status.Word()}.");
    }

    private async Task<ResolveResult> AbortAsync(TransactionId id, Resolution.Abort abort, CancellationToken cancellation) =>
        await turning.BackAsync(id, abort.Reason, abort.By, cancellation) switch
        {
            null => new ResolveResult.NotFound(),
            { Written: true } => new ResolveResult.Recorded(),
            var standing => new ResolveResult.DoesNotFit("It is decided, and what is decided stands.", standing.Decided?.Decision),
        };

    private async Task<ResolveResult> ConcludeAsync(TransactionId id, Resolution.Conclude conclude, CancellationToken cancellation)
    {
        var outside = await writer.WriteAsync(
            id,
            async (known, at) => WhyNot(known, conclude) is null ? await ConcludeAsync(known, conclude, at, cancellation) : null,
            cancellation);
        return Result(outside, known => WhyNot(known, conclude)!);
    }

    /// <summary>The participant's barrier first, then the evidence: an old message must not repeat or contradict what a person did.</summary>
    private async Task<Answered> ConcludeAsync(Known known, Resolution.Conclude conclude, DateTimeOffset at, CancellationToken cancellation)
    {
        var call = SilentCall(known, conclude.Branch)!.Value;
        var said = AnswerOf(conclude, call.Phase);
        var barrier = BarrierOf(known, conclude.Branch);
        var stands = barrier is null ? said : await barrier.ConcludeAsync(known.Started.TransactionId, call.Branch, call.Phase, said, cancellation);
        return new Answered
        {
            Branch = call.Branch,
            Phase = call.Phase,
            Verdict = stands.Verdict,
            Attempt = 0,
            Result = stands.Result,
            Reason = stands.Reason,
            Decision = known.View.Decision?.ToString(),
            ByHand = new ByHand(conclude.By, conclude.Reason, barrier is null ? BarrierTrace.None : stands == said ? BarrierTrace.Written : BarrierTrace.Stood),
            At = at,
        };
    }

    private string? WhyNot(Known known, Resolution.Conclude conclude)
    {
        var silent = known.Facts.Silent;
        if (known.Started.Definition.Branches.All(branch => branch.Branch != conclude.Branch))
            return $"It has no branch '{conclude.Branch}'; it has {string.Join(", ", known.Started.Definition.Branches.Select(branch => branch.Branch))}.";
        if (SilentCall(known, conclude.Branch) is not { } call)
        {
            return silent.Count == 0
                ? "It is not stuck; only a branch that it is stuck on can be concluded by hand."
                : $"'{conclude.Branch}' has answered or is not asked yet; it is stuck on {string.Join(", ", silent)}.";
        }

        return call.Phase is Phase.Pivot && conclude.Outcome is BranchOutcome.NotDone && BarrierOf(known, conclude.Branch) is null
            ? "A pivot is concluded as not done only through its participant's barrier, and none is registered here."
            : null;
    }

    private static CallName? SilentCall(Known known, string branch) => Enum.GetValues<Phase>()
        .Select(phase => new CallName(branch, phase))
        .Where(call => known.Facts.Silent.Contains(call.ToString()))
        .Select(call => (CallName?)call)
        .FirstOrDefault();

    private IParticipantBarrier? BarrierOf(Known known, string branch)
    {
        var service = known.Started.Definition.Branch(branch).Service;
        return barriers.FirstOrDefault(barrier => barrier.Service == service);
    }

    private static BarrierAnswer AnswerOf(Resolution.Conclude conclude, Phase phase) => (conclude.Outcome, phase) switch
    {
        (BranchOutcome.Done, _) => new(Verdict.Done, Reason: conclude.WhatHappened),
        (_, Phase.Pivot) => new(Verdict.Refused, Reason: conclude.WhatHappened),
        _ => new(Verdict.Heuristic, Reason: conclude.WhatHappened),
    };

    private static ResolveResult Result(Outside? outside, Func<Known, string> whyNot) => outside switch
    {
        null => new ResolveResult.NotFound(),
        { Written: not null } => new ResolveResult.Recorded(),
        _ => new ResolveResult.DoesNotFit(whyNot(outside.Known), outside.Known.Decided?.Decision),
    };
}
