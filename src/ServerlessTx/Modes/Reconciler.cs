using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>
/// Applies what was buffered, side by side, each side's operations in their order. The side's barrier makes each happen once, and the record
/// behind it says so once; what comes between the two is asked again.
/// </summary>
internal sealed partial class Reconciler(ModeStore store, IDecisions decisions, TimeProvider time, ILogger<Reconciler> logger)
{
    /// <returns>How the group stands then.</returns>
    public async Task<ModeState> RunAsync(ModeGroup group, CancellationToken cancellation)
    {
        foreach (var side in group.Sides)
        {
            try
            {
                while (await NextAsync(group, side, cancellation))
                {
                }
            }
            catch (Exception silence) when (!cancellation.IsCancellationRequested)
            {
                LogAway(side.Name, group.Name, silence.Message);
            }
        }

        return await store.LoadAsync(group.Name, cancellation);
    }

    /// <summary>Takes a refused operation's transaction back: the other sides' parts are undone, those of them that wait are withdrawn.</summary>
    public async Task ReverseAsync(ModeGroup group, BufferedOperation operation, string by, string reason, CancellationToken cancellation)
    {
        var state = await store.LoadAsync(group.Name, cancellation);
        var others = group.Sides.Where(side => side.Name != operation.Is.Side).ToList();
        foreach (var side in others.Where(side => state.Find(NameAt(side, operation)) is null))
        {
            var branch = BufferedCall.BranchOf(side.Branch, state.Attempts.GetValueOrDefault(NameAt(side, operation), 1));
            await AskAsync(group, side, ends => side.UndoAsync(new BufferedCall(operation.Is.TransactionId, branch, Phase.Undo, ends), operation.Is.Input), cancellation);
        }

        await store.ChangeAsync(
            group.Name,
            standing => standing.Find(operation.Is.Operation) is null ? [] :
            [
                .. others.Select(side => NameAt(side, operation)).Where(name => standing.Find(name) is not null)
                    .Select(name => new OperationWithdrawn { Operation = name, At = default }),
                new OperationRefused { Operation = operation.Is.Operation, By = by, Reason = reason, Reversed = [.. others.Select(side => side.Name)], At = default },
            ],
            cancellation);
    }

    /// <returns>Whether there may be another one for this side now.</returns>
    private async Task<bool> NextAsync(ModeGroup group, ModeSide side, CancellationToken cancellation)
    {
        var state = await store.LoadAsync(group.Name, cancellation);
        if (state.Mode is not Mode.FailingBack
            || state.Waiting.Values.FirstOrDefault(waiting => waiting.Is.Side == side.Name && waiting.Conflict is null) is not { } next)
            return false;
        switch (await FateAsync(next, cancellation))
        {
            case Fate.Forward:
                await ApplyAsync(group, side, next, cancellation);
                return true;
            case Fate.Back:
                await RecordAsync(group, next, new OperationWithdrawn { Operation = next.Is.Operation, At = default }, cancellation);
                return true;
            case Fate.Unknown:
                await RecordAsync(group, next, Conflict(next, "its transaction's records are purged"), cancellation);
                return true;
            default:
                // Those behind it would overtake it.
                return false;
        }
    }

    private async Task ApplyAsync(ModeGroup group, ModeSide side, BufferedOperation next, CancellationToken cancellation)
    {
        var fromEscrow = side.Buffer.HasLimits && next.Debits.Any();
        switch (await AskAsync(group, side, ends => side.ApplyAsync(BufferedCall.Of(next, ends), next.Is.Input, fromEscrow), cancellation))
        {
            case StepAnswer<string>.Done done:
                await RecordAsync(group, next, new OperationApplied { Operation = next.Is.Operation, Attempt = next.Attempt, Receipt = done.Result, At = default }, cancellation);
                break;
            case StepAnswer<string>.Refused refused when group.Terms.Conflicts is ConflictRule.Reverse:
                await ReverseAsync(group, next, OperationRefused.Rule, refused.Reason, cancellation);
                break;
            case StepAnswer<string>.Refused refused:
                await RecordAsync(group, next, Conflict(next, refused.Reason), cancellation);
                LogConflict(next.Is.Operation, side.Name, refused.Reason);
                break;
        }
    }

    /// <summary>As long as a call of the strict form may take. What runs on after that is the barrier's to settle.</summary>
    private async Task<T> AskAsync<T>(ModeGroup group, ModeSide side, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var timeout = group.Strict.Definition.Policy.Timeout;
        using var over = new CancellationTokenSource(timeout, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            return await ask(ends.Token).WaitAsync(ends.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{side.Name} has not answered in {timeout.TotalMilliseconds:0} ms.");
        }
    }

    /// <summary>
    /// Unless somebody else has recorded the end of this attempt meanwhile, or the group is degraded again: then it waits on, and whoever applies
    /// it the next time hears what its side has answered.
    /// </summary>
    private Task RecordAsync(ModeGroup group, BufferedOperation operation, ModeRecord record, CancellationToken cancellation) => store.ChangeAsync(
        group.Name,
        state => state.Mode is Mode.FailingBack && state.Find(operation.Is.Operation) is { Conflict: null } standing && standing.Attempt == operation.Attempt
            ? [record]
            : [],
        cancellation);

    private static OperationConflicted Conflict(BufferedOperation operation, string reason) =>
        new() { Operation = operation.Is.Operation, Attempt = operation.Attempt, Reason = reason, At = default };

    private static string NameAt(ModeSide side, BufferedOperation operation) => new CallName(side.Branch, Phase.Action).Key(operation.Is.TransactionId);

    /// <summary>Only what is decided is applied: a transaction that may still be turned back would have to be undone at a side that cannot refuse.</summary>
    private async Task<Fate> FateAsync(BufferedOperation operation, CancellationToken cancellation)
    {
        try
        {
            return await decisions.AskAsync(TransactionId.Parse(operation.Is.TransactionId), cancellation) switch
            {
                null => Fate.Back,
                { Decision: null } => Fate.Undecided,
                { Decision: Decision.GoingForward } => Fate.Forward,
                _ => Fate.Back,
            };
        }
        catch (TransactionForgottenException)
        {
            return Fate.Unknown;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Side} of group {Group} does not answer: what is buffered for it is applied later. {Why}")]
    private partial void LogAway(string side, string group, string why);

    [LoggerMessage(682, LogLevel.Error, "The buffered operation {Operation} was refused by {Side}: {Reason}. It waits for an operator.")]
    private partial void LogConflict(string operation, string side, string reason);

    private enum Fate
    {
        Undecided,
        Forward,
        Back,
        Unknown,
    }
}
