using System.Text.Json;

namespace ServerlessTx;

/// <summary>Reads a request into a definition, and refuses a wrong shape with its place.</summary>
internal sealed class AdHocReader(ParticipantRegistry participants, WorkflowRegistry workflows, TimeProvider time)
{
    private const string DefaultName = "ad_hoc";

    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidInputException">The JSON is not that of a transaction.</exception>
    /// <exception cref="InvalidDefinitionException">The transaction has a wrong shape.</exception>
    public AdHocWorkflow Read(JsonElement body)
    {
        AdHocRequest request;
        try
        {
            request = body.Deserialize<AdHocRequest>(WireJson.Strict) ?? throw new InvalidInputException("$", "must be an object; null was found");
        }
        catch (JsonException wrong)
        {
            throw InputFault.Describe(wrong, body, typeof(AdHocRequest));
        }

        var name = request.Name ?? DefaultName;
        if (workflows.Newest(name) is not null)
            throw new InvalidDefinitionException("$.name", $"'{name}' is a registered workflow; choose another name or start that one");
        var definition = new Definition
        {
            Name = name,
            Version = 1,
            Pattern = request.Pattern,
            Branches = request.Pattern is Pattern.Saga ? Steps(request) : Voters(request),
            Policy = request.Policy ?? new CallPolicy(),
            DeadlineMs = DeadlineMs(request),
        };
        if (DefinitionRules.Fault(definition) is { } fault)
            throw new InvalidDefinitionException(request.Pattern is Pattern.Saga ? "$.steps" : "$.participants", fault);
        return AdHocWorkflow.Bind(definition, participants)!;
    }

    private List<DefinedBranch> Steps(AdHocRequest request)
    {
        if (request.Participants is not null)
            throw new InvalidDefinitionException("$.participants", "a saga has steps; participants are those of a vote");
        var branches = new List<DefinedBranch>();
        var group = 0;
        foreach (var (step, i) in Numbered(request.Steps, "$.steps"))
        {
            group++;
            if (step.Parallel is null)
            {
                branches.Add(Branch(step, $"$.steps[{i}]", group, saga: true));
                continue;
            }

            if (step.Participant is not null || step.Operation is not null || step.Branch is not null || step.Input is not null)
                throw new InvalidDefinitionException($"$.steps[{i}]", "parallel stands alone: its steps have the participants");
            foreach (var (inner, j) in Numbered(step.Parallel, $"$.steps[{i}].parallel"))
                branches.Add(Branch(inner, $"$.steps[{i}].parallel[{j}]", group, saga: true));
        }

        return branches;
    }

    private List<DefinedBranch> Voters(AdHocRequest request)
    {
        if (request.Steps is not null)
            throw new InvalidDefinitionException("$.steps", "a vote has participants; steps are those of a saga");
        var operation = request.Pattern is Pattern.Tcc ? Participant.TccOperation : Participant.TwoPhaseCommitOperation;
        return [.. Numbered(request.Participants, "$.participants").Select(voter => voter.Item.Operation is null
            ? Branch(voter.Item with { Operation = operation }, $"$.participants[{voter.Index}]", group: 1, saga: false)
            : throw new InvalidDefinitionException($"$.participants[{voter.Index}].operation", "a vote's verbs are fixed; leave it out"))];
    }

    private DefinedBranch Branch(AdHocStep step, string place, int group, bool saga)
    {
        if (step.Parallel is not null)
            throw new InvalidDefinitionException($"{place}.parallel", "parallel steps stand at the first level of a saga only");
        if (step.Child is not null)
            throw new InvalidDefinitionException($"{place}.child", "children are part of registered workflows; register one that has it, and start that by its name");
        var name = step.Participant ?? throw new InvalidDefinitionException(place, "participant is missing");
        var participant = participants.Find(name)
            ?? throw new InvalidDefinitionException($"{place}.participant", $"there is no participant '{name}'; there are: {string.Join(", ", participants.Names)}");
        var verb = step.Operation ?? throw new InvalidDefinitionException(place, "operation is missing");
        if (participant.Operations.GetValueOrDefault(verb) is not { } operation || saga == (operation.Phase is Phase.Try or Phase.Prepare))
            throw new InvalidDefinitionException(saga ? $"{place}.operation" : $"{place}.participant", $"'{name}' has no {verb}; it has: {VerbsOf(participant)}");
        var input = step.Input ?? throw new InvalidDefinitionException(place, "input is missing");
        CheckInput(operation, input, $"{place}.input");
        return new DefinedBranch
        {
            Branch = step.Branch ?? (saga ? verb : name),
            Service = name,
            Operation = verb,
            Phase = operation.Phase,
            Undo = operation.Undo,
            Group = group,
            Input = input,
        };
    }

    private long DeadlineMs(AdHocRequest request)
    {
        var left = request.Deadline is { } deadline ? deadline - time.GetUtcNow() : DefaultDeadline;
        return left > TimeSpan.Zero
            ? (long)Math.Ceiling(left.TotalMilliseconds)
            : throw new InvalidDefinitionException("$.deadline", "the deadline has passed; it must be a moment to come");
    }

    private static void CheckInput(ParticipantOperation operation, JsonElement input, string place)
    {
        try
        {
            StrictInput.Read(input, operation.InputType);
        }
        catch (InvalidInputException wrong)
        {
            throw new InvalidDefinitionException(place + wrong.Field[1..], wrong.Detail);
        }
    }

    private static IEnumerable<(AdHocStep Item, int Index)> Numbered(IReadOnlyList<AdHocStep>? items, string place) =>
        items is { Count: > 0 } ? items.Select((item, i) => (item, i)) : throw new InvalidDefinitionException(place, "there must be at least one");

    private static string VerbsOf(Participant participant) => string.Join(", ", participant.Operations.Keys.Order(StringComparer.Ordinal));
}
