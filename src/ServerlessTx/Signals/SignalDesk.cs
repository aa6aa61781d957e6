using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Records what is said to a transaction. The record is the answer, and waking its driver only makes it look sooner: a signal that reaches
/// no driver is read by the next.
/// </summary>
internal sealed class SignalDesk(OutsideWriter writer)
{
    public async Task<SignalResult> SignalAsync(TransactionId id, Signal signal, CancellationToken cancellation)
    {
        Check(signal);
        var outside = await writer.WriteAsync(id, (known, at) => Task.FromResult<TransactionRecord?>(Record(known, signal, at)), cancellation);
        return outside switch
        {
            null => new SignalResult.NotFound(),
            { Written: not null } => new SignalResult.Recorded(IsReplay: false),
            _ => Standing(outside.Known, signal),
        };
    }

    private static Signalled? Record(Known known, Signal signal, DateTimeOffset at) =>
        Names(known).Contains(signal.Name) && known.Facts.Waits.Signal(signal.Name) is null && WhyTooLate(known) is null
            ? new Signalled { Signal = signal.Name, Id = signal.Id, Result = signal.Result, Rejected = signal.Rejected, By = signal.By, At = at }
            : null;

    /// <summary>A repeated signal is answered like the first, whatever has become of the transaction.</summary>
    private static SignalResult Standing(Known known, Signal signal)
    {
        if (!Names(known).Contains(signal.Name))
            return new SignalResult.Unknown(Names(known));
        if (known.Facts.Waits.Signal(signal.Name) is not { } first)
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

    private static List<string> Names(Known known) =>
        [.. known.Started.Definition.Branches.Select(step => step.Wait?.Signal).OfType<string>()];

    private static bool SaysTheSame(Signalled first, Signal signal) =>
        first.Rejected == signal.Rejected && Canonical(first.Result).AsSpan().SequenceEqual(Canonical(signal.Result));

    private static byte[] Canonical(JsonElement? result) => result is { } said ? CanonicalJson.Write(said) : [];

    private static void Check(Signal signal)
    {
        if (signal.Result is { } result && JsonDepth.IsTooDeep(result))
            throw new InvalidInputException("$.result", $"must be nested {JsonDepth.Most} levels deep at most");
        if (signal.Result is { } said && JsonMarshal.GetRawUtf8Value(said).Length is var size and > Signal.MostBytes)
            throw new InvalidInputException("$.result", $"must have at most {Signal.MostBytes} bytes, and has {size}");
        if (signal is { Result: not null, Rejected: not null })
            throw new InvalidInputException("$", "must say result or rejected, not both");
        if (signal.Rejected is { Length: 0 or > 500 })
            throw new InvalidInputException("$.rejected", "must have 1 to 500 characters");
    }
}
