namespace ServerlessTx.Explorer;

/// <summary>What was done at one participant: its business row, and what its barrier answered.</summary>
internal sealed class EffectFacts
{
    public EffectFacts(RowSet rows, string barrierKey)
    {
        Effect = Effect.In(rows);
        var barrier = rows.Rows.FirstOrDefault(row => row.Key == barrierKey) is { } kept ? BarrierRecord.Read(kept) : BarrierRecord.Empty;
        HasPromised = new[] { Phase.Try, Phase.Prepare }.Any(phase => barrier[phase] is { Verdict: Verdict.Done });
        HasReleased = barrier[Phase.Cancel] is not null || barrier[Phase.Abort] is not null;
        IsSealed = barrier.IsTurnedBack;
    }

    public Effect Effect { get; }

    public bool HasPromised { get; }

    public bool HasReleased { get; }

    /// <summary>Whatever comes late is refused.</summary>
    public bool IsSealed { get; }
}
