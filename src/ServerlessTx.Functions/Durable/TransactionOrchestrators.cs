using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Functions;

/// <summary>One orchestrator a protocol, so that a person sees in Durable's list what runs. The protocols are the core's.</summary>
public sealed class TransactionOrchestrators(IServiceProvider services)
{
    private readonly WorkflowRegistry _workflows = services.GetRequiredService<WorkflowRegistry>();

    [Function(Names.Saga)]
    public Task<string> SagaAsync([OrchestrationTrigger] TaskOrchestrationContext context) => DurableDriver.DriveAsync(context, _workflows);

    [Function(Names.Tcc)]
    public Task<string> TccAsync([OrchestrationTrigger] TaskOrchestrationContext context) => DurableDriver.DriveAsync(context, _workflows);

    [Function(Names.TwoPhaseCommit)]
    public Task<string> TwoPhaseCommitAsync([OrchestrationTrigger] TaskOrchestrationContext context) => DurableDriver.DriveAsync(context, _workflows);
}
