using Microsoft.Extensions.Logging;

namespace ServerlessTx.Functions;

/// <summary>What the two activities do. Each may run more than once and late: an append is conditional, and a call has its barrier.</summary>
internal sealed partial class DurableEffects(
    TransactionStore store, CallEffect effect, WorkflowRegistry workflows, ChildNotices notices, ServerlessTxOptions options, TimeProvider time,
    ILogger<DurableEffects> logger)
{
    /// <summary>Appends what is carried; with nothing carried it looks whether the stream has moved, from version 0 it loads it.</summary>
    public async Task<ActivityAnswer> AppendAsync(ActivityRequest request, CancellationToken stopping)
    {
        try
        {
            return request.Records.Count == 0 ? await LookAsync(request, stopping) : await WriteAsync(request, stopping);
        }
        catch (StoreUnavailableException unavailable)
        {
            return Unavailable(request, unavailable.Message);
        }
    }

    /// <summary>Appends what is carried, builds the request from the evidence, calls, and answers what is to be recorded.</summary>
    public async Task<ActivityAnswer> StepAsync(ActivityRequest request, CancellationToken stopping)
    {
        // A call with nothing to append is not fenced: the barrier is its guard.
        var appended = request.Records.Count == 0 ? Stands(request, request.Head(), request.DueMs) : await AppendAsync(request, stopping);
        if (appended.Fate is not Fate.Stands)
            return appended;
        try
        {
            return await AskAsync(request, appended, stopping);
        }
        catch (StoreUnavailableException unavailable)
        {
            return Unavailable(request, unavailable.Message);
        }
    }

    private async Task<ActivityAnswer> AskAsync(ActivityRequest request, ActivityAnswer appended, CancellationToken stopping)
    {
        var id = TransactionId.Parse(request.TransactionId);
        var evidence = await store.LoadAsync(id, stopping);
        // The request is built from what its driver knows, whatever has come behind it since.
        var view = new TransactionView(evidence.Records.TakeWhile(recorded => recorded.Version <= appended.Version));
        if (workflows.Find(view.Started.Definition) is not { } workflow)
            return Unavailable(request, $"'{view.Started.Definition.Name}' version {view.Started.Definition.Version} is not registered here");
        var attempt = new CallAttempt(id, workflow, request.Call(), request.Attempt, TimeSpan.FromMilliseconds(request.TimeoutMs));
        var invoked = await effect.AskAsync(new Appended.Stands(new(appended.Version, ChainHash.Parse(appended.Hash!))), attempt, view, stopping);
        return invoked is { Record: null, PastDeadline: false }
            ? Unavailable(request, "the store did not answer, or no turn is free")
            : appended with { Record = invoked.Record is null ? null : invoked.Bytes.ToArray(), PastDeadline = invoked.PastDeadline };
    }

    private async Task<ActivityAnswer> LookAsync(ActivityRequest request, CancellationToken stopping) =>
        await store.LookAsync(TransactionId.Parse(request.TransactionId), request.Head(), stopping) switch
        {
            Appended.Stands stands => await StandsAsync(request, stands.Head, stopping),
            Appended.Loaded loaded => Stands(request, loaded.Head, 0) with { Fate = Fate.Loaded, Facts = [.. loaded.Records.Select(CarriedRecord.Of)] },
            _ => Answer(request, Fate.Moved),
        };

    private async Task<ActivityAnswer> StandsAsync(ActivityRequest request, StreamHead head, CancellationToken stopping)
    {
        if (request.AheadMs == 0 || NextDue(request) is not { } due)
            return Stands(request, head, request.DueMs);
        return await store.MoveDueAsync(TransactionId.Parse(request.TransactionId), head, due, stopping)
            ? Stands(request, head, due.ToUnixTimeMilliseconds())
            : Answer(request, Fate.Moved);
    }

    private DateTimeOffset? NextDue(ActivityRequest request) => Due.Next(
        DateTimeOffset.FromUnixTimeMilliseconds(request.DueMs), time.GetUtcNow(), TimeSpan.FromMilliseconds(request.AheadMs), options);

    private async Task<ActivityAnswer> WriteAsync(ActivityRequest request, CancellationToken stopping)
    {
        var due = NextDue(request);
        var append = TransactionStore.Seal(request.Head(), request.Encoded());
        var id = TransactionId.Parse(request.TransactionId);
        var result = await store.AppendAsync(id, append, request.Workflow, request.Status, due, stopping, request.IsChild);
        if (result is not AppendResult.Appended appended)
            return Answer(request, Fate.Moved);
        if (request.IsChild && request.Status.IsEnd())
            await notices.TellAsync(id, stopping);
        return Stands(request, appended.Head, due?.ToUnixTimeMilliseconds() ?? request.DueMs);
    }

    private ActivityAnswer Unavailable(ActivityRequest request, string why)
    {
        LogUnavailable(request.TransactionId, why);
        return Answer(request, Fate.Unavailable);
    }

    private static ActivityAnswer Stands(ActivityRequest request, StreamHead head, long dueMs) =>
        Answer(request, Fate.Stands) with { Version = head.Version, Hash = head.Hash.ToString(), DueMs = dueMs };

    private static ActivityAnswer Answer(ActivityRequest request, Fate fate) => new() { Echo = request.Echo(), Fate = fate };

    [LoggerMessage(602, LogLevel.Warning, "An effect of transaction {Id} waits: {Why}.")]
    private partial void LogUnavailable(string id, string why);
}
