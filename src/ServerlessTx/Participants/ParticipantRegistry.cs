namespace ServerlessTx;

/// <summary>The participants of a host, by name.</summary>
internal sealed class ParticipantRegistry
{
    private readonly Dictionary<string, Participant> _byName = [];

    /// <exception cref="InvalidOperationException">Two have one name.</exception>
    public ParticipantRegistry(IEnumerable<Participant> participants)
    {
        foreach (var participant in participants)
        {
            if (!_byName.TryAdd(participant.Name, participant))
                throw new InvalidOperationException($"The participant '{participant.Name}' is registered twice; give one of them another name.");
        }
    }

    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    public Participant? Find(string name) => _byName.GetValueOrDefault(name);
}
