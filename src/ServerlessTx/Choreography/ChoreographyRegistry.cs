namespace ServerlessTx;

/// <summary>The choreographies of a host, by name.</summary>
internal sealed class ChoreographyRegistry
{
    private readonly Dictionary<string, Choreography> _all = [];

    /// <exception cref="InvalidOperationException">Two have one name.</exception>
    public ChoreographyRegistry(IEnumerable<Choreography> choreographies)
    {
        foreach (var choreography in choreographies)
        {
            if (!_all.TryAdd(choreography.Definition.Name, choreography))
                throw new InvalidOperationException($"The choreography '{choreography.Definition.Name}' is registered twice; register its newest version alone.");
        }
    }

    public IReadOnlyCollection<Choreography> All => _all.Values;

    public IEnumerable<string> Names => _all.Keys.Order(StringComparer.Ordinal);

    public Choreography? Find(string name) => _all.GetValueOrDefault(name);
}
