using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Functions;

/// <summary>The two activities. A step may begin a child and an end wake a parent, for which there has to be a client.</summary>
public sealed class TransactionActivities(IServiceProvider services, DurableClients clients)
{
    private readonly DurableEffects _effects = services.GetRequiredService<DurableEffects>();

    [Function(Names.Step)]
    public Task<ActivityAnswer> StepAsync([ActivityTrigger] ActivityRequest request, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        return _effects.StepAsync(request, stopping);
    }

    [Function(Names.Append)]
    public Task<ActivityAnswer> AppendAsync([ActivityTrigger] ActivityRequest request, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        return _effects.AppendAsync(request, stopping);
    }
}
