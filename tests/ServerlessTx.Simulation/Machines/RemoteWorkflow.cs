using System.Text.Json;

namespace ServerlessTx.Simulation;

/// <summary>A workflow of the services, as a host has it that is not in their process: every call goes over the network.</summary>
internal sealed class RemoteWorkflow : Workflow
{
    private readonly Workflow _there;

    public RemoteWorkflow(Workflow there, World world, Life host) : base(new WorkflowDraft(there.Definition, Calls(there.Definition, world, host), OpenGroup: 0)) =>
        _there = there;

    internal override Type InputType => _there.InputType;

    internal override void Check(JsonElement input) => _there.Check(input);

    private static Dictionary<CallName, Handler> Calls(Definition definition, World world, Life host)
    {
        async Task<Answer> SendAsync(CallRequest request)
        {
            using var place = world.Judge.Crowd.Enter(request.TransactionId, request.Name, request.Cancellation);
            var answer = await world.Network.CallAsync(
                host,
                request.Cancellation,
                async (service, cutOff) =>
                {
                    var arrived = request with { Mode = request.Mode is { Mode: var mode } ? new ModeTicket(mode) : null, Cancellation = cutOff };
                    return await service.Workflow(definition.Name).InvokeAsync(arrived) with { ModeTold = arrived.Mode?.Told };
                },
                definition.Branch(request.Name.Branch).Service);
            request.Mode?.Show(answer.ModeTold);
            return answer;
        }

        return definition.Branches
            .SelectMany(branch => Enum.GetValues<Phase>().Select(phase => new CallName(branch.Branch, phase)))
            .ToDictionary(call => call, _ => (Handler)SendAsync);
    }
}
