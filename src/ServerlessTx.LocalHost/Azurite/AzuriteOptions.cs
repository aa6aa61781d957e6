namespace ServerlessTx.LocalHost;

/// <summary>Where an Azurite keeps its data, and with that how long it lives.</summary>
internal sealed record AzuriteOptions
{
    /// <summary>Nothing is kept, and Azurite ends with the process that started it, however that ends. For tests.</summary>
    public bool InMemory { get; init; }

    /// <summary>
    /// The folder that holds the data, <c>azurite.json</c> and <c>azurite.log</c>; needed unless <see cref="InMemory"/>.
    /// Whoever starts an Azurite here holds the folder's lock. Azurite outlives a process that is killed, and the next one adopts it.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>How long Azurite may take until it answers. It is slow on a busy machine, and a large data folder is read whole.</summary>
    public TimeSpan StartBound { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long Azurite may take to save and end, before it is killed.</summary>
    public TimeSpan StopBound { get; init; } = TimeSpan.FromSeconds(3);
}
