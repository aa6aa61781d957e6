namespace ServerlessTx;

/// <summary>The aggregate types of a host, by name.</summary>
internal sealed class AggregateDesks
{
    private readonly SortedDictionary<string, AggregateDesk> _desks = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two types have one name.</exception>
    public AggregateDesks(IEnumerable<AggregateDesk> desks)
    {
        foreach (var desk in desks)
        {
            if (!_desks.TryAdd(desk.Type, desk))
                throw new InvalidOperationException($"The aggregate type '{desk.Type}' is registered twice; their events would be one stream.");
        }
    }

    public IEnumerable<AggregateDesk> All => _desks.Values;

    public AggregateDesk? Find(string type) => _desks.GetValueOrDefault(type);
}
