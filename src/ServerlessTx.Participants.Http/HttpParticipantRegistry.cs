namespace ServerlessTx.Participants.Http;

/// <summary>The services that configuration names as participants. Nothing in a request or a definition can name an address.</summary>
public sealed class HttpParticipantRegistry
{
    private readonly Dictionary<string, HttpParticipant> _byName;

    internal HttpParticipantRegistry(IEnumerable<HttpParticipantSettings> settings, IHttpClientFactory clients, PersonalData personal, TimeProvider time) =>
        _byName = settings.ToDictionary(one => one.Name, one => new HttpParticipant(one, clients, personal, time), StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that are configured.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The service of that name.</summary>
    /// <exception cref="InvalidHttpParticipantException">There is none in the configuration.</exception>
    public HttpParticipant this[string name] => _byName.GetValueOrDefault(name)
        ?? throw new InvalidHttpParticipantException($"{SettingsReader.Section}:{name}:BaseAddress", "is not set; a workflow needs this participant");
}
