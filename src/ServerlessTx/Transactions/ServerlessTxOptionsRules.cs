using Microsoft.Extensions.Options;

namespace ServerlessTx;

/// <summary>What options may be. A host with others does not start: some of them would be recorded for ever.</summary>
internal sealed class ServerlessTxOptionsRules : IValidateOptions<ServerlessTxOptions>
{
    /// <summary>A shard is two digits of an id.</summary>
    public const int MostShards = 256;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServerlessTxOptions options) =>
        Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(ServerlessTxOptions options)
    {
        if (options.Shards is < 1 or > MostShards)
            yield return $"{nameof(options.Shards)} is {options.Shards}; it must be 1 to {MostShards}.";
        if (options.RecoveryConcurrency < 1)
            yield return $"{nameof(options.RecoveryConcurrency)} is {options.RecoveryConcurrency}; it must be at least 1.";
        foreach (var (setting, time) in Times(options).Where(pair => pair.Time <= TimeSpan.Zero))
            yield return $"{setting} is {time}; it must be longer than nothing.";
        if (string.IsNullOrWhiteSpace(options.HostName))
            yield return $"{nameof(options.HostName)} is empty; evidence names its drivers.";
    }

    private static IEnumerable<(string Setting, TimeSpan? Time)> Times(ServerlessTxOptions options) =>
    [
        (nameof(options.Grace), options.Grace),
        (nameof(options.RecoveryInterval), options.RecoveryInterval),
        (nameof(options.KeyLifetime), options.KeyLifetime),
        (nameof(options.Retention), options.Retention),
        (nameof(options.HousekeepingInterval), options.HousekeepingInterval),
        (nameof(options.ProjectionInterval), options.ProjectionInterval),
        (nameof(options.ModeInterval), options.ModeInterval),
    ];
}
