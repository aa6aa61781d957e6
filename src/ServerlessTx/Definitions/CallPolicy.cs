using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx;

/// <summary>How a participant is called: attempts, time-out, exponential backoff with a cap and a jitter that can be recomputed.</summary>
public sealed record CallPolicy
{
    /// <summary>How often a first-phase call is made before its answer counts as unknown. From 1.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long an attempt may take, in milliseconds.</summary>
    public int TimeoutMs { get; init; } = 30_000;

    /// <summary>The longest first pause between attempts, in milliseconds; it doubles with each.</summary>
    public int FirstDelayMs { get; init; } = 200;

    /// <summary>The longest pause, in milliseconds. A transaction that is stuck goes on at this interval.</summary>
    public int MaxDelayMs { get; init; } = 60_000;

    /// <summary>After so many attempts of a decided call its transaction is reported as stuck. Calls go on all the same.</summary>
    public int StuckAfter { get; init; } = 10;

    /// <summary>How whoever lost a conditional write waits before the next round.</summary>
    internal static CallPolicy Contention { get; } = new() { FirstDelayMs = 2, MaxDelayMs = 100 };

    internal TimeSpan Timeout => TimeSpan.FromMilliseconds(TimeoutMs);

    /// <summary>The pause behind an attempt: between half of and the whole of the exponential step, by a hash of the call's name and the attempt.</summary>
    internal TimeSpan Pause(string call, int attempt)
    {
        var whole = Math.Min(MaxDelayMs, FirstDelayMs * Math.Pow(2, Math.Min(attempt, 30) - 1));
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{call}/{attempt}"));
        var share = BinaryPrimitives.ReadUInt32LittleEndian(digest) / (double)uint.MaxValue;
        return TimeSpan.FromMilliseconds(Math.Ceiling(whole * (0.5 + share / 2)));
    }

    /// <summary>The pause behind an attempt, longer where the participant asked for it, but never over the longest.</summary>
    internal TimeSpan Pause(string call, int attempt, TimeSpan retryAfter)
    {
        var own = Pause(call, attempt);
        var longest = TimeSpan.FromMilliseconds(MaxDelayMs);
        var asked = retryAfter < longest ? retryAfter : longest;
        return asked > own ? asked : own;
    }

    /// <summary>What is wrong with it, or nothing.</summary>
    internal string? Fault() => this switch
    {
        { Attempts: < 1 or > 100 } => "attempts must be 1 to 100",
        { TimeoutMs: < 1 or > 600_000 } => "timeout_ms must be 1 to 600000",
        { FirstDelayMs: < 0 } => "first_delay_ms must not be negative",
        { MaxDelayMs: < 1 } => "max_delay_ms must be at least 1",
        { StuckAfter: < 1 } => "stuck_after must be at least 1",
        _ => null,
    };
}
