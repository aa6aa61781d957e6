namespace ServerlessTx;

/// <summary>The mode that a call belongs to, as its participant is shown it, and what the participant says about it.</summary>
public sealed class ModeTicket
{
    internal ModeTicket(PinnedMode mode) => Mode = mode;

    /// <summary>What the transaction began in.</summary>
    public PinnedMode Mode { get; }

    /// <summary>The version that the participant had been told of when it answered; nothing where it keeps none.</summary>
    public long? Told { get; private set; }

    /// <summary>Says which version the participant had been told of when it answered: the evidence that it accepted nothing older.</summary>
    public void Show(long? told) => Told = told;
}
