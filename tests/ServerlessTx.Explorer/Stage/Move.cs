namespace ServerlessTx.Explorer;

/// <summary>One thing that happens.</summary>
/// <param name="Kind">What.</param>
/// <param name="Who">To whom, as traces call it.</param>
/// <param name="Request">What it is about.</param>
/// <param name="Response">What came of it.</param>
internal sealed record Move(MoveKind Kind, string Who, Request? Request = null, Response? Response = null)
{
    /// <summary>What is wrong with the move itself, whatever state it leads to.</summary>
    public string? Breach { get; init; }
}

internal enum MoveKind
{
    /// <summary>A store operation is done and answered.</summary>
    Stored,

    /// <summary>A commit lands and its answer is lost.</summary>
    LandedUnheard,

    /// <summary>A commit is lost on its way.</summary>
    NeverLanded,

    /// <summary>A call arrives and is answered.</summary>
    Answered,

    /// <summary>A call arrives and is answered, and will arrive once more.</summary>
    AnsweredAndRepeated,

    /// <summary>A call arrives, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>A call arrives, and its answer is on its way.</summary>
    ArrivedAhead,

    /// <summary>An attempt's time is over while its call is on its way.</summary>
    TimedOut,

    /// <summary>A call arrives for which nobody waits any more.</summary>
    ArrivedLate,

    /// <summary>A driver vanishes.</summary>
    Vanished,

    /// <summary>Time goes on past the next deadline.</summary>
    TimePassed,

    /// <summary>Who sleeps looks, because its time is over or before that.</summary>
    Woke,

    /// <summary>A new driver takes up what nobody drives.</summary>
    Healed,
}
