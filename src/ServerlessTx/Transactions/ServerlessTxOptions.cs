namespace ServerlessTx;

/// <summary>What a host can set; every value has a default.</summary>
public sealed class ServerlessTxOptions
{
    /// <summary>How many partitions a new table is spread over, 1 to 256. An existing table keeps the number it was made with.</summary>
    public int Shards { get; set; } = 16;

    /// <summary>After how long without an append a transaction may be taken over by another driver. Longer than any <c>Prefer: wait</c>.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How often recovery looks for transactions that are due.</summary>
    public TimeSpan RecoveryInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many transactions recovery drives at once.</summary>
    public int RecoveryConcurrency { get; set; } = 32;

    /// <summary>How long an idempotency key is remembered after its transaction ended.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a transaction is kept after it ended; nothing keeps all for ever. It is never shorter than <see cref="KeyLifetime"/> or an
    /// hour. What is purged is gone, its evidence included; <c>docs/retention.md</c> says what is answered then.
    /// </summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>How often expired keys are swept and old transactions purged.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often projections look for appends while there are none. A Functions app looks with its recovery timer instead.</summary>
    public TimeSpan ProjectionInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the sides of workflows with modes are probed. A Functions app looks with its recovery timer instead.</summary>
    public TimeSpan ModeInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// No other host drives transactions of this storage: recovery at start takes up everything that is open at once
    /// instead of waiting until it is due.
    /// </summary>
    public bool IsOnlyHost { get; set; }

    /// <summary>What this driver is called in evidence.</summary>
    public string HostName { get; set; } = Environment.MachineName;

    /// <summary>
    /// What evidence rests on, recorded in every begin record: <c>azure_tables</c> is durable; <c>azurite</c> and <c>memory</c> are not,
    /// and evidence on them does not claim it.
    /// </summary>
    public string StorageKind { get; set; } = "memory";
}
