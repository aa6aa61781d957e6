namespace ServerlessTx.Participants.Http;

/// <summary>What keeps an application from starting, in one line that names the setting and repeats no secret.</summary>
public sealed class InvalidHttpParticipantException(string setting, string otherwise) : Exception($"{setting}: {otherwise}.")
{
    /// <summary>The key of the setting.</summary>
    public string Setting { get; } = setting;
}
