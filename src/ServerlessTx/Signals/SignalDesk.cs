using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Records what is said to a transaction. The record is the answer, and waking its driver only makes it look sooner: a signal that reaches
/// no driver is read by the next.
/// </summary>
internal sealed class SignalDesk(OutsideWriter writer)
{
    /// <summary>Who speaks when a child ends.</summary>
    public const string ByChild = "child";

    public Task<SignalResult> SignalAsync(TransactionId id, Signal signal, CancellationToken cancellation)
    {
        Check(signal);
        return SayAsync(
            id, new Signalled { Signal = signal.Name, Id = signal.Id, Result = signal.Result, Rejected = signal.Rejected, By = signal.By, At = default }, cancellation);
    }

    /// <summary>Says what the end of a child says. Its results go along where they are as small as anybody's.</summary>
    public Task<SignalResult> ChildEndedAsync(TransactionId id, string signal, ChildEnd end, CancellationToken cancellation)
    {
        var results = WireJson.ToElement(end.Result);
        return SayAsync(
            id,
            new Signalled
            {
                Signal = signal,
                Id = end.TransactionId,
                Result = end.IsDone && SizeOf(results) <= Signal.MostBytes ? results : null,
                Rejected = end.Rejected,
                Child = end,
                By = ByChild,
                At = default,
            },
            cancellation);
    }

    private async Task<SignalResult> SayAsync(TransactionId id, Signalled signal, CancellationToken cancellation)
    {
        var outside = await writer.WriteAsync(id, (known, at) => Task.FromResult<TransactionRecord?>(Record(known, signal, at)), cancellation);
        return outside switch
        {
            null => new SignalResult.NotFound(),
            { Written: not null } => new SignalResult.Recorded(IsReplay: false),
            _ => Standing(outside.Known, signal),
        };
    }

    private static Signalled? Record(Known known, Signalled signal, DateTimeOffset at) =>
        Names(known, signal).Contains(signal.Signal) && known.Facts.Waits.Signal(signal.Signal) is null && WhyTooLate(known) is null
            ? signal with { At = at }
            : null;

    /// <summary>A repeated signal is answered like the first, whatever has become of the transaction.</summary>
    private static SignalResult Standing(Known known, Signalled signal)
    {
        if (!Names(known, signal).Contains(signal.Signal))
            return new SignalResult.Unknown(Names(known, signal));
        if (known.Facts.Waits.Signal(signal.Signal) is not { } first)
            return new SignalResult.TooLate(WhyTooLate(known)!);
        return first.Id == signal.Id && SaysTheSame(first, signal)
            ? new SignalResult.Recorded(IsReplay: true)
            : new SignalResult.AlreadyAnswered(first.By, first.Id == signal.Id && signal.Id is not null);
    }

    private static string? WhyTooLate(Known known) => known switch
    {
        { Facts.End: { } end } => $"It has ended: {end.Word()}.",
        { Decided: not null } => "It is decided, and no step of it waits any more.",
        _ => null,
    };

    /// <summary>A step that waits for a child hears nobody else.</summary>
    private static List<string> Names(Known known, Signalled signal)
    {
        var steps = known.Started.Definition.Branches;
        var children = steps.Select(step => step.Child?.Signal).OfType<string>().ToList();
        return signal.Child is null ? [.. steps.Select(step => step.Wait?.Signal).OfType<string>().Except(children)] : children;
    }

    private static bool SaysTheSame(Signalled first, Signalled signal) =>
        first.Rejected == signal.Rejected && Canonical(first.Result).AsSpan().SequenceEqual(Canonical(signal.Result));

    private static int SizeOf(JsonElement result) => JsonMarshal.GetRawUtf8Value(result).Length;

    private static byte[] Canonical(JsonElement? result) => result is { } said ? CanonicalJson.Write(said) : [];

    private static void Check(Signal signal)
    {
        if (signal.Result is { } result)
            JsonDepth.RefuseTooDeep(result, "$.result");
        if (signal.Result is { } said && SizeOf(said) is var size and > Signal.MostBytes)
            throw new InvalidInputException("$.result", $"must have at most {Signal.MostBytes} bytes, and has {size}");
        if (signal is { Result: not null, Rejected: not null })
            throw new InvalidInputException("$", "must say result or rejected, not both");
        if (signal.Rejected is { Length: 0 or > 500 })
            throw new InvalidInputException("$.rejected", "must have 1 to 500 characters");
    }
}
