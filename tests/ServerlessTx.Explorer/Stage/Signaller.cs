namespace ServerlessTx.Explorer;

/// <summary>Somebody outside, and what they say.</summary>
/// <param name="Name">As traces call them.</param>
/// <param name="Signal">What they say, under their own name.</param>
internal sealed record Signaller(string Name, Signal Signal)
{
    public static Signaller Accepts { get; } = new("ann", new Signal("approved", "ann") { Id = "letter_1" });

    /// <summary>The same letter once more, of which the first answer was not heard.</summary>
    public static Signaller Repeats { get; } = new("ann again", Accepts.Signal);

    public static Signaller Rejects { get; } = new("bob", new Signal("approved", "bob") { Rejected = "too_risky" });

    public override string ToString() => Name + (Signal.Rejected is null ? " accepts" : " rejects");
}
