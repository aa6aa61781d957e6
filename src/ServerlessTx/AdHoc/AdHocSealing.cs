using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Seals the inputs of an ad hoc transaction, each as what its participant takes.</summary>
internal sealed class AdHocSealing(PersonalData personal, ParticipantRegistry participants)
{
    /// <returns>The transaction as it is stored, and its request as it is compared.</returns>
    public async Task<(AdHocWorkflow Workflow, JsonElement Compared)> SealAsync(AdHocWorkflow workflow, JsonElement body, CancellationToken cancellation)
    {
        var pinned = workflow.Definition;
        if (!SealedJson.MayBeIn(body) && !pinned.Branches.Any(branch => PersonalPlaces.Of(InputTypeOf(branch)).Any))
            return (workflow, body);
        var compared = JsonNodes.Of(body)!.AsObject();
        var branches = new List<DefinedBranch>();
        foreach (var (branch, step) in pinned.Branches.Zip(StepsOf(compared)))
        {
            var input = await personal.SealAsync($"{branch.Service}.{branch.Operation}", InputTypeOf(branch), branch.Input!.Value, cancellation);
            step["input"] = JsonNodes.Of(input.Compared);
            branches.Add(branch with { Input = input.Stored });
        }

        return (AdHocWorkflow.Bind(pinned with { Branches = branches, Fingerprint = null }, participants)!, WireJson.ToElement(compared));
    }

    private Type InputTypeOf(DefinedBranch branch) => participants.Find(branch.Service)!.Operations[branch.Operation].InputType;

    /// <summary>The objects that hold the inputs, in the order of the branches.</summary>
    private static IEnumerable<JsonObject> StepsOf(JsonObject request) => (request["steps"] ?? request["participants"])!.AsArray()
        .SelectMany(step => step!["parallel"] is JsonArray parallel ? parallel : [step])
        .Select(step => step!.AsObject());
}
