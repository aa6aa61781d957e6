namespace ServerlessTx.Participants.Http;

/// <summary>A row of a table of settings.</summary>
/// <param name="Name">Its key below the participant's or the operation's.</param>
/// <param name="Default">The value without any; empty where there is none.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="Expected">What a right value is.</param>
/// <param name="Apply">The settings with this value, or null where the text is not such a value.</param>
internal sealed record Setting<T>(string Name, string Default, string Meaning, string Expected, Func<T, string, T?> Apply) where T : class
{
    /// <summary>Whether the value must not be repeated in a message.</summary>
    public bool Secret { get; init; }
}
