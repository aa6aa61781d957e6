namespace ServerlessTx;

/// <summary>What a definition must hold to; the typed builders leave little of it to be broken, JSON leaves all.</summary>
internal static class DefinitionRules
{
    public const int MostParticipants = 64;
    private const int LongestName = 64;

    /// <summary>The first rule it breaks, or nothing.</summary>
    public static string? Fault(Definition definition) =>
        NameFault("name", definition.Name)
        ?? (definition.Version < 1 ? "version must be 1 or more" : null)
        ?? definition.Policy.Fault()
        ?? (definition.DeadlineMs < 1 ? "deadline_ms must be at least 1" : null)
        ?? (definition.DeadlineSecondsFrom is { } member ? NameFault("deadline_seconds_from", member) : null)
        ?? (definition.Branches.Count is 0 or > MostParticipants
            ? $"a transaction has 1 to {MostParticipants} participants, this one {definition.Branches.Count}" : null)
        ?? definition.Branches.Select(BranchFault).FirstOrDefault(fault => fault is not null)
        ?? Twice(definition.Branches)
        ?? ChildShape.Fault(definition)
        ?? WaitShape.Fault(definition)
        ?? (definition.Pattern is Pattern.Saga ? ShapeFault(definition.Branches) : null);

    private static string? BranchFault(DefinedBranch branch) =>
        NameFault("branch", branch.Branch) ?? NameFault("service", branch.Service) ?? NameFault("operation", branch.Operation)
        ?? (branch.Undo is null ? null : NameFault("undo", branch.Undo));

    public static string? NameFault(string what, string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? null
            : $"{what} '{name}' must be 1 to {LongestName} letters, digits, '_' or '-'";

    private static string? Twice(IReadOnlyList<DefinedBranch> branches) =>
        branches.GroupBy(branch => branch.Branch).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"branch '{twice.Key}' stands in it twice"
            : null;

    /// <summary>Compensatable steps, at most one pivot, retriable steps; in that order.</summary>
    private static string? ShapeFault(IReadOnlyList<DefinedBranch> steps)
    {
        var phases = steps.Select(step => step.Phase).ToList();
        if (phases.Count(phase => phase is Phase.Pivot) > 1)
            return "a saga has at most one pivot";
        return phases.Zip(phases.Skip(1)).Any(pair => Rank(pair.First) > Rank(pair.Second))
            ? "compensatable steps come first, then the pivot, then retriable steps"
            : null;
    }

    private static int Rank(Phase phase) => phase switch { Phase.Action or Phase.Wait => 0, Phase.Pivot => 1, _ => 2 };
}
