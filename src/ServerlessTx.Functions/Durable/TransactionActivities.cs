using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Functions;

/// <summary>The two activities.</summary>
public sealed class TransactionActivities(IServiceProvider services)
{
    private readonly DurableEffects _effects = services.GetRequiredService<DurableEffects>();

    [Function(Names.Step)]
    public Task<ActivityAnswer> StepAsync([ActivityTrigger] ActivityRequest request, CancellationToken stopping) => _effects.StepAsync(request, stopping);

    [Function(Names.Append)]
    public Task<ActivityAnswer> AppendAsync([ActivityTrigger] ActivityRequest request, CancellationToken stopping) => _effects.AppendAsync(request, stopping);
}
