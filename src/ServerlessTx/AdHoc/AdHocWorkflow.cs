using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// A workflow whose definition came with its request and is stored whole. Any host that has its participants can drive it.
/// </summary>
internal sealed class AdHocWorkflow : Workflow
{
    private AdHocWorkflow(WorkflowDraft draft) : base(draft)
    {
    }

    internal override Type InputType => typeof(JsonElement);

    /// <summary>The workflow behind a pinned definition, or nothing when a participant or its operation is not registered here.</summary>
    public static AdHocWorkflow? Bind(Definition pinned, ParticipantRegistry participants)
    {
        var handlers = new Dictionary<CallName, Handler>();
        foreach (var branch in pinned.Branches)
        {
            if (participants.Find(branch.Service)?.Operations.GetValueOrDefault(branch.Operation) is not { } operation || operation.Phase != branch.Phase)
                return null;
            foreach (var (phase, handler) in operation.Handlers)
                handlers[new CallName(branch.Branch, phase)] = handler;
        }

        var workflow = new AdHocWorkflow(new(pinned, handlers, OpenGroup: 0));
        return pinned.Fingerprint is null || workflow.Definition.Fingerprint == pinned.Fingerprint ? workflow : null;
    }

    /// <summary>Each branch's input was checked when the definition was read.</summary>
    internal override void Check(JsonElement input)
    {
    }
}
