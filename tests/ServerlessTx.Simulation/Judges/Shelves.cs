using System.Text;
using System.Text.Json;

namespace ServerlessTx.Simulation;

/// <summary>
/// What is changed under a lock, judged as it lands: the tokens of those who write only grow, and each change is made of what stood there.
/// A holder that was overtaken between its two acts would break one or the other.
/// </summary>
internal sealed class Shelves(Alarm alarm)
{
    public const string Partition = "shelves";

    private readonly Dictionary<string, (long Token, int Count)> _standing = [];

    public void Landed(IReadOnlyList<RowWrite> act)
    {
        foreach (var fence in act.Where(write => write.Key.StartsWith("g|", StringComparison.Ordinal)))
        {
            var name = fence.Key[2..];
            var before = _standing.GetValueOrDefault(name);
            var token = JsonElement.Parse(PayloadOf(fence).Span).GetProperty("highest").GetInt64();
            var count = act.FirstOrDefault(write => write.Key == Shelf.Key(name)) is { } row
                ? JsonSerializer.Deserialize<Shelf>(PayloadOf(row).Span, WireJson.Tolerant)!.Count
                : before.Count;
            if (token < before.Token)
                alarm.Raise($"{name} was written under token {token}, and token {before.Token} had been there");
            if (count != before.Count && count != before.Count + 1)
                alarm.Raise($"{name} had {before.Count} counts and has {count}: what one holder wrote, another did not see");
            _standing[name] = (token, count);
        }
    }

    /// <summary>Behind the storm each lock can be had, under a token that none was above, and its history holds.</summary>
    public async Task JudgeAsync(Locks locks)
    {
        foreach (var (name, (token, _)) in _standing)
        {
            if (await locks.AcquireAsync(name) is not LockAnswer.Held { Lease: var lease } || lease.Token <= token)
                alarm.Raise($"nothing is under way, and the lock of {name} cannot be had above token {token}");
            var history = (await locks.EvidenceAsync(name))!.ToJsonString();
            var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(history));
            if (report.Outcome is not VerificationOutcome.Holds)
                alarm.Raise($"the history of {name} is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason} {history}");
        }
    }

    private static ReadOnlyMemory<byte> PayloadOf(RowWrite write) =>
        write is RowWrite.Insert insert ? insert.Payload : ((RowWrite.Replace)write).Payload;
}

/// <summary>How often a shelf was counted.</summary>
internal sealed record Shelf(int Count)
{
    public static string Key(string name) => $"shelf|{name}";
}
