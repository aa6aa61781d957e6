using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// The effect of a call, the same in both runtimes: the request from the evidence, the time-out, what is recorded of the answer. Stamps are
/// taken here and nowhere else, since only what is recorded may be branched on.
/// </summary>
internal sealed class CallEffect(TransactionStore store, TimeProvider time, ConcurrencyLimits limits, ICallWitness? witness = null, Lazy<IChildren>? children = null)
{
    private const int LargeAnswerBytes = 8 * 1024;
    private const int LargestAnswerBytes = 256 * 1024;

    /// <summary>Asks the participant once, when it is the call's turn.</summary>
    /// <returns>
    /// An answer or silence; neither when the deadline has passed, or when our own store had trouble or no turn was to be had, which is no attempt.
    /// </returns>
    public async Task<Invoked> AskAsync(Appended appended, CallAttempt attempt, TransactionView view, CancellationToken stopping)
    {
        try
        {
            return await limits.WhenItsTurnAsync(attempt, view.Started.Deadline, () => AskNowAsync(appended, attempt, view, stopping), stopping)
                ?? new Invoked(appended) { PastDeadline = time.GetUtcNow() >= view.Started.Deadline };
        }
        catch (StoreUnavailableException)
        {
            // A participant's is silence and was told below; this is ours. The same attempt is made again, and the barrier knows it.
            return new Invoked(appended);
        }
    }

    private async Task<Invoked> AskNowAsync(Appended appended, CallAttempt attempt, TransactionView view, CancellationToken stopping)
    {
        var asked = Stamp.Now(time);
        var isFirst = attempt.Call.Phase.IsFirst();
        var left = isFirst ? view.Started.Deadline - asked : attempt.Timeout;
        if (left <= TimeSpan.Zero)
            return new Invoked(appended) { PastDeadline = true };
        using var span = TransactionSpans.Call(attempt, view.Started.Traceparent);
        var request = await RequestAsync(attempt, view, stopping);
        var (answer, silence) = await AskAsync(attempt.Workflow, request, left < attempt.Timeout ? left : attempt.Timeout, stopping);
        Tell(view.Started, attempt.Call.Branch, answer is not null || silence.IsAtWork);
        TransactionRecord record = answer is null
            ? Unanswered(attempt, asked, silence)
            : await AnsweredAsync(attempt, view, asked, answer with { ModeTold = request.Mode?.Told }, stopping);
        var invoked = new Invoked(appended, record, RecordCodec.Encode(record))
        {
            PastDeadline = isFirst && answer is null && time.GetUtcNow() >= view.Started.Deadline,
        };
        span.Heard(invoked);
        return invoked;
    }

    private async Task<(Answer? Answer, Silence Silence)> AskAsync(Workflow workflow, CallRequest request, TimeSpan timeout, CancellationToken stopping)
    {
        using var ends = new CancellationTokenSource(timeout, time);
        using var attemptEnds = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, stopping);
        try
        {
            // What runs on after its time-out is the barrier's to settle.
            var answer = await workflow.InvokeAsync(request with { Cancellation = attemptEnds.Token }).WaitAsync(attemptEnds.Token);
            return (Checked(request.Name, answer), default);
        }
        catch (StillWorkingException working)
        {
            return (null, new Silence(working.Message, RetryAfterMs(working), IsAtWork: true));
        }
        catch (Exception silence)
        {
            // What is cut off because its driver ends is no silence of the participant's.
            stopping.ThrowIfCancellationRequested();
            return (null, new Silence(ends.IsCancellationRequested ? $"no answer in {timeout.TotalMilliseconds:0} ms" : Describe(silence)));
        }
    }

    /// <summary>Of a participant whose part is buffered the answer is the buffer's, and tells nothing of him.</summary>
    private void Tell(Started started, string branch, bool answered)
    {
        var service = started.Definition.Branch(branch).Service;
        if (started.Mode?.Away.Contains(service) is not true)
            witness?.Saw(service, answered);
    }

    private async Task<CallRequest> RequestAsync(CallAttempt attempt, TransactionView view, CancellationToken cancellation)
    {
        var results = new Dictionary<string, JsonElement>();
        foreach (var answered in view.Results)
        {
            var result = answered.ResultHash is { } hash
                ? await store.ReadLargeAsync(attempt.Id, answered.Name, hash, cancellation)
                : answered.Result;
            if (result is { } known)
                results[answered.Branch] = known;
        }

        return new CallRequest
        {
            TransactionId = attempt.Id.ToString(),
            Name = attempt.Call,
            Attempt = attempt.Number,
            Input = view.InputOf(attempt.Call.Branch),
            Deadline = view.Started.Deadline,
            Results = results,
            Decision = attempt.Call.Phase.IsFirst() ? null : view.Decision,
            Reason = view.Reason,
            Traceparent = view.Started.Traceparent,
            Mode = view.Started.Mode is { } mode ? new ModeTicket(mode) : null,
            Children = children?.Value!,
            Cancellation = cancellation,
        };
    }

    private static Answer Checked(CallName call, Answer answer)
    {
        if (answer.Verdict is Verdict.Refused && !call.Phase.MayRefuse())
            throw new InvalidOperationException($"A {call.Phase} cannot be refused.");
        JsonDepth.RefuseTooDeepAnswer(answer.Result);
        return SizeOf(answer) is var size and > LargestAnswerBytes
            ? throw new InvalidOperationException($"An answer has at most {LargestAnswerBytes} bytes, this one {size}.")
            : answer;
    }

    private static int SizeOf(Answer answer) => answer.Result is { } result ? JsonMarshal.GetRawUtf8Value(result).Length : 0;

    private async Task<Answered> AnsweredAsync(
        CallAttempt attempt, TransactionView view, DateTimeOffset asked, Answer answer, CancellationToken stopping)
    {
        var hash = SizeOf(answer) > LargeAnswerBytes ? await store.KeepLargeAsync(attempt.Id, attempt.Call, answer.Result!.Value, stopping) : null;
        return new Answered
        {
            Branch = attempt.Call.Branch,
            Phase = attempt.Call.Phase,
            Verdict = answer.Verdict,
            Attempt = attempt.Number,
            AskedAt = asked,
            // A null is no result to whoever reads the record, and none to who goes on with it.
            Result = hash is null && answer.Result is { ValueKind: not JsonValueKind.Null } result ? result : null,
            ResultHash = hash,
            Reason = answer.Reason,
            Decision = attempt.Call.Phase.IsFirst() ? null : view.Decision?.ToString(),
            ModeTold = answer.ModeTold,
            At = Stamp.Now(time),
        };
    }

    private Unanswered Unanswered(CallAttempt attempt, DateTimeOffset asked, Silence silence) => new()
    {
        Branch = attempt.Call.Branch,
        Phase = attempt.Call.Phase,
        Attempt = attempt.Number,
        AskedAt = asked,
        Error = silence.Error,
        RetryAfterMs = silence.RetryAfterMs,
        At = Stamp.Now(time),
    };

    private static int? RetryAfterMs(StillWorkingException working) =>
        working.RetryAfter is { } asked && asked > TimeSpan.Zero ? (int)Math.Min(asked.TotalMilliseconds, int.MaxValue) : null;

    private static string Describe(Exception silence)
    {
        var text = $"{silence.GetType().Name}: {silence.Message}";
        return text.Length <= 300 ? text : text[..300];
    }

    /// <summary>What was seen instead of an answer.</summary>
    private readonly record struct Silence(string Error, int? RetryAfterMs = null, bool IsAtWork = false);
}
