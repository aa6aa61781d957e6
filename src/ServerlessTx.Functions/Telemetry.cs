using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace ServerlessTx.Functions;

/// <summary>Traces and logs of the worker as OpenTelemetry; the host sends its own when host.json says so.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, AppSettings settings)
    {
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddSource(TransactionSpans.SourceName, "Microsoft.DurableTask"));
        if (settings.ApplicationInsights is { Length: > 0 } connection)
        {
            telemetry.UseAzureMonitorExporter(exporter =>
            {
                exporter.ConnectionString = connection;
                if (settings.TelemetryClientId is { } identity)
                    exporter.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(identity));
            });
        }
    }
}
