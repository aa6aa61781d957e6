using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Looks after the groups of this host at an interval.</summary>
internal sealed class ModeService(
    ModeWatch watch, ModeRegistry registry, ServerlessTxOptions options, TimeProvider time, ILogger<ModeService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !registry.All.Any() ? Task.CompletedTask
        : new Repetition("The watch over modes", time, logger).RunAsync(
            options.ModeInterval,
            async stopping =>
            {
                await watch.RunAsync(stopping);
                return false;
            },
            stoppingToken);
}
