using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// What happened to a lock, chained by hashes as a stream is, inside the lock's own row: it costs no request, and what is written with an
/// acquire or a release cannot be missing beside it. Only the newest are kept; <see cref="Before"/> is the head on which they stand.
/// </summary>
internal sealed record LockHistory
{
    /// <summary>Two an acquire and a release: some six kilobytes.</summary>
    private const int Kept = 32;

    public StreamHead Before { get; init; } = StreamHead.Empty;

    /// <summary>The stamp of the newest, behind which the next is stamped: the clocks of holders differ.</summary>
    public DateTimeOffset Latest { get; init; }

    /// <summary>Each the JSON of what was written in one act.</summary>
    public IReadOnlyList<string> Appends { get; init; } = [];

    public LockHistory With(params IEnumerable<LockEvent> events)
    {
        var latest = Latest;
        var stamped = new List<LockEvent>();
        foreach (var happened in events)
        {
            latest = happened.At > latest ? happened.At : latest;
            stamped.Add(happened with { At = latest });
        }

        var with = this with { Appends = [.. Appends, JsonSerializer.Serialize(stamped, WireJson.Tolerant)], Latest = latest };
        return with.Appends.Count <= Kept ? with : with with { Before = with.Stored().First().Head, Appends = [.. with.Appends.Skip(1)] };
    }

    public IEnumerable<StoredAppend> Stored()
    {
        var head = Before;
        foreach (var text in Appends)
        {
            var append = new StoredAppend(head.Version + 1, JsonElement.Parse(text).GetArrayLength(), Encoding.UTF8.GetBytes(text), head.Hash);
            yield return append;
            head = append.Head;
        }
    }
}
