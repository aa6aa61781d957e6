using Microsoft.Extensions.Configuration;

namespace ServerlessTx.Functions;

/// <summary>The app's settings, every value checked before anything runs. <c>docs/azure.md</c> explains each.</summary>
internal sealed record AppSettings
{
    public const string StorageName = "AzureWebJobsStorage";
    public const string ServiceBusName = "ServiceBusConnection";
    public const string RecoverySchedule = "SERVERLESSTX_RECOVERY_SCHEDULE";

    /// <summary>Where the evidence is: the account that the Functions host uses too.</summary>
    public required Connection Storage { get; init; }

    public required Connection ServiceBus { get; init; }

    public required string Table { get; init; }

    public required int Shards { get; init; }

    /// <summary>Whether a request that waits runs its transaction in its own process first.</summary>
    public required bool FastPath { get; init; }

    public required TimeSpan Grace { get; init; }

    public required TimeSpan KeyLifetime { get; init; }

    /// <summary>How long a transaction is kept after its end; nothing keeps all for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How many first-phase calls a participant gets at once, by its name.</summary>
    public IReadOnlyDictionary<string, int> ParticipantLimits { get; init; } = new Dictionary<string, int>();

    /// <summary>How many first-phase calls the transactions of a workflow make at once, by its name.</summary>
    public IReadOnlyDictionary<string, int> WorkflowLimits { get; init; } = new Dictionary<string, int>();

    /// <summary>On what evidence, and by whom, the sample transfer that has modes is switched.</summary>
    public ModeTerms Modes { get; init; } = new();

    /// <summary>How long the histories of finished orchestrations are kept; they hold participants' answers.</summary>
    public required TimeSpan HistoryLifetime { get; init; }

    public string? ApplicationInsights { get; init; }

    /// <summary>The identity that telemetry is sent by, where it is not taken without one.</summary>
    public string? TelemetryClientId { get; init; }

    /// <exception cref="InvalidSettingException">One is missing or wrong.</exception>
    public static AppSettings From(IConfiguration configuration)
    {
        var values = new SettingValues(configuration);
        // The host resolves these two by itself, and fails with less to go by when they are missing.
        values.Text("TASKHUB_NAME", "3 to 45 letters and digits, a letter first", text => text.Length is >= 3 and <= 45 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit));
        values.Text(RecoverySchedule, "an NCRONTAB expression of six fields, such as 0 * * * * *", text => text.Split(' ').Length == 6);
        return new AppSettings
        {
            Storage = values.Connection(StorageName, "accountName"),
            ServiceBus = values.Connection(ServiceBusName, "fullyQualifiedNamespace"),
            Table = values.Text("SERVERLESSTX_TABLE", "3 to 55 letters and digits, a letter first", text => text.Length is >= 3 and <= 55 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit), "serverlesstx"),
            Shards = values.Whole("SERVERLESSTX_SHARDS", 1, 256, 16),
            FastPath = values.Flag("SERVERLESSTX_FAST_PATH", true),
            Grace = values.Duration("SERVERLESSTX_RECOVERY_GRACE", TimeSpan.FromSeconds(61), TimeSpan.FromHours(1), "90s"),
            KeyLifetime = values.Duration("SERVERLESSTX_IDEMPOTENCY_KEY_TTL", TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), "24h"),
            Retention = values.OptionalDuration("SERVERLESSTX_RETENTION", TimeSpan.FromHours(1), TimeSpan.FromDays(3660)),
            ParticipantLimits = values.Limits("SERVERLESSTX_PARTICIPANT_LIMITS"),
            WorkflowLimits = values.Limits("SERVERLESSTX_WORKFLOW_LIMITS"),
            Modes = new ModeTerms
            {
                Switching = values.Text("SERVERLESSTX_MODE_SWITCHING", "automatic, by_operator or off", text => text is "automatic" or "by_operator" or "off", "automatic") switch
                {
                    "automatic" => ModeSwitching.Automatic,
                    "by_operator" => ModeSwitching.ByOperator,
                    _ => ModeSwitching.Off,
                },
                AwayAfterProbes = values.Whole("SERVERLESSTX_MODE_AWAY_CALLS", 1, 1000, 3),
                AwayAfter = values.Duration("SERVERLESSTX_MODE_AWAY_AFTER", TimeSpan.Zero, TimeSpan.FromHours(1), "10s"),
                BackAfterProbes = values.Whole("SERVERLESSTX_MODE_BACK_CALLS", 1, 1000, 5),
                BackAfter = values.Duration("SERVERLESSTX_MODE_BACK_AFTER", TimeSpan.Zero, TimeSpan.FromHours(1), "10s"),
            },
            HistoryLifetime = values.Duration("SERVERLESSTX_HISTORY_TTL", TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), "24h"),
            ApplicationInsights = configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"],
            TelemetryClientId = ClientIdOf(configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]),
        };
    }

    /// <summary><c>ClientId=…;Authorization=AAD</c>, as the Functions host reads it.</summary>
    private static string? ClientIdOf(string? authentication) => authentication?.Split(';')
        .Select(part => part.Split('=', 2))
        .FirstOrDefault(part => part is ["ClientId", { Length: > 0 }])?[1];
}
