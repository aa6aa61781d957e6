namespace ServerlessTx.LocalHost;

/// <summary>Every setting: the one place where a default, a meaning and a rule are written down. <c>docs/settings.md</c> repeats it.</summary>
internal static class SettingsTable
{
    private const string Duration = "a number with ms, s, m or h behind it";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("address", "http://127.0.0.1:7071", "Where the host listens. Any address but loopback needs `api-keys`.",
            "http:// with an IP address or localhost, and a port (0 takes a free one)",
            (settings, text) => SettingText.Address(text) is { } value ? settings with { Address = value } : null),
        new("api-keys", "", "The keys of those who may call, each with the caller's name. None: everybody on this machine may.",
            "name=key,name=key or a JSON object of the same, names of letters, digits, _ and -, keys of at least 16 characters, nothing twice",
            (settings, text) => SettingText.ApiKeys(text) is { } value ? settings with { ApiKeys = value } : null) { Secret = true },
        new("operator-keys", "", "The keys of those who may act on a stuck transaction, each with the operator's name. They may read too, and not start.",
            "as api-keys",
            (settings, text) => SettingText.ApiKeys(text) is { } value ? settings with { OperatorKeys = value } : null) { Secret = true },
        new("data", ".data", "The folder of the host's own Azurite, seen from the current folder. One host at a time uses it.",
            "the path of a folder",
            (settings, text) => text is "" ? null : settings with { DataFolder = Path.GetFullPath(text) }),
        new("memory", "false", "Keeps everything in this process, without Azurite and Node.js. Nothing survives.",
            "true or false",
            (settings, text) => SettingText.Flag(text) is { } value ? settings with { Memory = value } : null) { Flag = true },
        new("storage", "", "The connection string of a storage account, instead of an Azurite of the host's own.",
            "a connection string with AccountName=, TableEndpoint= or UseDevelopmentStorage=true",
            (settings, text) => SettingText.IsConnectionString(text) ? settings with { Storage = text } : null) { Secret = true },
        new("table", "serverlesstx", "The table in the storage account; two more are beside it, `Samples` and `Keys` behind its name.",
            "3 to 55 letters and digits, a letter first",
            (settings, text) => SettingText.IsTableName(text) ? settings with { Table = text } : null),
        new("postgres", "false", "Runs the sample transfer over two PostgreSQL servers, which the host starts and ends: an installed PostgreSQL, else npm's.",
            "true or false",
            (settings, text) => SettingText.Flag(text) is { } value ? settings with { Postgres = value } : null) { Flag = true },
        new("accounts-db", "", "The connection string of a PostgreSQL database for the sample transfer's accounts, with `ledger-db` beside it.",
            "a connection string of Npgsql with Host=",
            (settings, text) => SettingText.IsNpgsql(text) ? settings with { AccountsDb = text } : null) { Secret = true },
        new("ledger-db", "", "The same for its ledger: another database, on another server or on the same.",
            "as accounts-db",
            (settings, text) => SettingText.IsNpgsql(text) ? settings with { LedgerDb = text } : null) { Secret = true },
        new("shards", "16", "The partitions of a table that is made now. A table that exists keeps its own number.",
            "a whole number from 1 to 256",
            (settings, text) => SettingText.Whole(text, 1, 256) is { } value ? settings with { Shards = value } : null),
        new("batches-in-flight", "auto", "The most batches on their way to the storage at once; auto is 3 on an Azurite of the host's own, else one a shard.",
            "auto or a whole number from 1 to 1024",
            (settings, text) => text is "auto" ? settings with { BatchesInFlight = null }
                : SettingText.Whole(text, 1, 1024) is { } value ? settings with { BatchesInFlight = value } : null),
        new("recovery-interval", "5s", "How often the host looks for transactions that nobody drives.",
            $"{Duration}, from 100ms to 1h",
            (settings, text) => SettingText.Duration(text, "100ms", "1h") is { } value ? settings with { RecoveryInterval = value } : null),
        new("recovery-grace", "90s", "How long a transaction may stand still before another host takes it over. No caller can wait longer.",
            $"{Duration}, from 1s to 1h",
            (settings, text) => SettingText.Duration(text, "1s", "1h") is { } value ? settings with { RecoveryGrace = value } : null),
        new("attempts", "3", "How often a first-phase call is made before its answer counts as unknown.",
            "a whole number from 1 to 100",
            (settings, text) => SettingText.Whole(text, 1, 100) is { } value ? settings with { Attempts = value } : null),
        new("attempt-timeout", "30s", "How long one call of a participant may take.",
            $"{Duration}, from 1ms to 10m",
            (settings, text) => SettingText.Duration(text, "1ms", "10m") is { } value ? settings with { AttemptTimeout = value } : null),
        new("first-delay", "200ms", "The longest pause before the second attempt; it doubles with each.",
            $"{Duration}, from 0ms to 1h",
            (settings, text) => SettingText.Duration(text, "0ms", "1h") is { } value ? settings with { FirstDelay = value } : null),
        new("longest-delay", "60s", "The longest pause between attempts. A stuck transaction goes on at this interval.",
            $"{Duration}, from 1ms to 24h",
            (settings, text) => SettingText.Duration(text, "1ms", "24h") is { } value ? settings with { LongestDelay = value } : null),
        new("stuck-after", "10", "After so many attempts of a decided call its transaction is reported as stuck.",
            "a whole number from 1 to 1000",
            (settings, text) => SettingText.Whole(text, 1, 1000) is { } value ? settings with { StuckAfter = value } : null),
        new("participant-limits", "", "How many first-phase calls each of these participants gets at once, over all hosts of the storage. None: no limit.",
            "name=count,name=count, names of letters, digits, _ and -, counts from 1 to 1000, nothing twice",
            (settings, text) => SettingText.Limits(text) is { } value ? settings with { ParticipantLimits = value } : null),
        new("workflow-limits", "", "The same for the calls that the transactions of each of these workflows make.",
            "as participant-limits",
            (settings, text) => SettingText.Limits(text) is { } value ? settings with { WorkflowLimits = value } : null),
        new("mode-switching", "automatic", "Who switches the sample transfer that has modes: the host by what it sees and operators, operators alone, or nobody.",
            "automatic, by_operator or off",
            (settings, text) => SettingText.Switching(text) is { } value ? settings with { Modes = settings.Modes with { Switching = value } } : null),
        new("mode-interval", "2s", "How often its databases are probed.",
            $"{Duration}, from 100ms to 1h",
            (settings, text) => SettingText.Duration(text, "100ms", "1h") is { } value ? settings with { ModeInterval = value } : null),
        new("mode-away-calls", "3", "After so many unanswered calls and probes in a row a database counts as away, when `mode-away-after` has passed too.",
            "a whole number from 1 to 1000",
            (settings, text) => SettingText.Whole(text, 1, 1000) is { } value ? settings with { Modes = settings.Modes with { AwayAfterProbes = value } } : null),
        new("mode-away-after", "10s", "How long it has to be silent before it counts as away.",
            $"{Duration}, from 0ms to 1h",
            (settings, text) => SettingText.Duration(text, "0ms", "1h") is { } value ? settings with { Modes = settings.Modes with { AwayAfter = value } } : null),
        new("mode-back-calls", "5", "After so many answers in a row it counts as back, when `mode-back-after` has passed too.",
            "a whole number from 1 to 1000",
            (settings, text) => SettingText.Whole(text, 1, 1000) is { } value ? settings with { Modes = settings.Modes with { BackAfterProbes = value } } : null),
        new("mode-back-after", "10s", "How long it has to answer before it counts as back.",
            $"{Duration}, from 0ms to 1h",
            (settings, text) => SettingText.Duration(text, "0ms", "1h") is { } value ? settings with { Modes = settings.Modes with { BackAfter = value } } : null),
        new("idempotency-key-ttl", "24h", "How long an idempotency key is kept after its transaction ended.",
            $"{Duration}, from 1m to 8760h",
            (settings, text) => SettingText.Duration(text, "1m", "8760h") is { } value ? settings with { IdempotencyKeyTtl = value } : null),
        new("retention", "", "How long a transaction is kept after it ended, never shorter than its idempotency key. None: for ever.",
            $"{Duration}, from 1h to 876000h",
            (settings, text) => SettingText.Duration(text, "1h", "876000h") is { } value ? settings with { Retention = value } : null),
    ];

    public static HostSettings Defaults() =>
        All.Where(setting => setting.Default is not "").Aggregate(new HostSettings(), (settings, row) => row.Apply(settings, row.Default)!);

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <exception cref="CannotStartException">The value is none of those expected.</exception>
    public static HostSettings Apply(HostSettings settings, SettingValue value)
    {
        var setting = Find(value.Name) ?? throw new CannotStartException($"{value.Said}: no such setting; --help lists them all.");
        if (setting.Apply(settings, value.Text) is { } applied)
            return applied;
        var found = setting.Secret ? $"a value of {value.Text.Length} characters" : $"\"{value.Text}\"";
        throw new CannotStartException($"{value.Said}: found {found}; right would be {setting.Expected}.");
    }
}
