namespace ServerlessTx.LocalHost;

/// <summary>A row of the table of settings.</summary>
/// <param name="Name">As an option without its dashes.</param>
/// <param name="Default">The value without any; empty where there is none.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="Expected">What a right value is.</param>
/// <param name="Apply">The settings with this value, or null where the text is not such a value.</param>
internal sealed record Setting(string Name, string Default, string Meaning, string Expected, Func<HostSettings, string, HostSettings?> Apply)
{
    /// <summary>Whether the value must not be repeated in a message.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether the bare option means true.</summary>
    public bool Flag { get; init; }

    public string Option => "--" + Name;

    public string Variable => SettingSources.Prefix + Name.Replace('-', '_').ToUpperInvariant();
}
