using System.Net;

namespace ServerlessTx.LocalHost;

/// <summary>What the host was told, every value checked. The defaults, meanings and rules are in <see cref="SettingsTable"/>.</summary>
internal sealed record HostSettings
{
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The name of each caller by its key.</summary>
    public IReadOnlyDictionary<string, string> ApiKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of each operator by its key.</summary>
    public IReadOnlyDictionary<string, string> OperatorKeys { get; init; } = new Dictionary<string, string>();

    public string DataFolder { get; init; } = "";

    public bool Memory { get; init; }

    /// <summary>The connection string that replaces our own Azurite, or null.</summary>
    public string? Storage { get; init; }

    public string Table { get; init; } = "";

    /// <summary>Whether the transfer gets two PostgreSQL servers of the host's own.</summary>
    public bool Postgres { get; init; }

    /// <summary>The connection string of the transfer's accounts, or null.</summary>
    public string? AccountsDb { get; init; }

    /// <summary>The connection string of the transfer's ledger, or null.</summary>
    public string? LedgerDb { get; init; }

    public int Shards { get; init; }

    /// <summary>The most batches on their way at once, or null for what suits the storage.</summary>
    public int? BatchesInFlight { get; init; }

    public TimeSpan RecoveryInterval { get; init; }

    public TimeSpan RecoveryGrace { get; init; }

    public int Attempts { get; init; }

    public TimeSpan AttemptTimeout { get; init; }

    public TimeSpan FirstDelay { get; init; }

    public TimeSpan LongestDelay { get; init; }

    public int StuckAfter { get; init; }

    /// <summary>How many first-phase calls a participant gets at once, by its name.</summary>
    public IReadOnlyDictionary<string, int> ParticipantLimits { get; init; } = new Dictionary<string, int>();

    /// <summary>How many first-phase calls the transactions of a workflow make at once, by its name.</summary>
    public IReadOnlyDictionary<string, int> WorkflowLimits { get; init; } = new Dictionary<string, int>();

    /// <summary>On what evidence, and by whom, the sample transfer that has modes is switched.</summary>
    public ModeTerms Modes { get; init; } = new();

    public TimeSpan ModeInterval { get; init; }

    public TimeSpan IdempotencyKeyTtl { get; init; }

    /// <summary>How long a transaction is kept after its end, or null for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The host as it was told to be.</summary>
    /// <exception cref="CannotStartException">A value is wrong, a setting unknown, or two of them do not go together.</exception>
    public static HostSettings From(IEnumerable<SettingValue> values)
    {
        var settings = SettingsTable.Defaults();
        foreach (var value in values)
            settings = SettingsTable.Apply(settings, value);
        return settings.Checked();
    }

    private HostSettings Checked()
    {
        if (!IPAddress.IsLoopback(Address.Address) && ApiKeys.Count == 0)
        {
            throw new CannotStartException(
                $"address: {Address} can be reached from other machines, so api-keys must be set (name=key, the key of at least 16 characters).");
        }

        if (OperatorKeys.Count > 0 && ApiKeys.Count == 0)
            throw new CannotStartException("operator-keys: without api-keys nobody could start anything; set those too.");
        if (ApiKeys.Keys.Intersect(OperatorKeys.Keys).Any() || ApiKeys.Values.Intersect(OperatorKeys.Values).Any())
            throw new CannotStartException("operator-keys: an operator has a name and a key of its own, none that api-keys has.");
        if (Memory && Storage is not null)
            throw new CannotStartException("memory: true and storage set exclude each other; leave one of them out.");
        if (AccountsDb is null != LedgerDb is null)
            throw new CannotStartException("accounts-db, ledger-db: one of them is set and the other is not; a transfer needs both.");
        if (Postgres && AccountsDb is not null)
            throw new CannotStartException("postgres: true and accounts-db set exclude each other; leave one of them out.");
        if (Retention < IdempotencyKeyTtl)
        {
            throw new CannotStartException(
                $"retention: {Retention.Value.TotalHours} h is shorter than idempotency-key-ttl, {IdempotencyKeyTtl.TotalHours} h; it must not be.");
        }

        if (FirstDelay > LongestDelay)
            throw new CannotStartException($"first-delay: {FirstDelay.TotalSeconds} s is longer than longest-delay, {LongestDelay.TotalSeconds} s; it must not be.");
        return this;
    }
}
