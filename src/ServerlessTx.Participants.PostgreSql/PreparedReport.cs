using System.Text.Json;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What is told of a branch that is prepared.</summary>
internal sealed record PreparedReport : Observed
{
    /// <param name="look">At the branch.</param>
    /// <param name="said">What its work said; of a repeat nobody knows.</param>
    public PreparedReport(PreparedLook look, LockedRows said)
        : base(look.Observed)
    {
        var at = look.PreparedAt is { } prepared ? Stamp.Text(prepared) : null;
        LocksAcquired = [.. said.Rows.Union(look.Relations).Order(StringComparer.Ordinal).Select(held => new ReportedLock(held, at))];
        Checks = said.Checks;
    }

    /// <summary>Each lock, and when the transaction was prepared: a moment at which all of them were held.</summary>
    public IReadOnlyList<ReportedLock> LocksAcquired { get; }

    /// <summary>As the work said.</summary>
    public IReadOnlyList<string> Checks { get; }

    /// <summary>The names of the locks in a report that was kept.</summary>
    public static IEnumerable<string> Locks(JsonElement? report) => ReportedLock.All(report, "locks_acquired").Select(held => held.Lock);
}
