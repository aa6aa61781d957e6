namespace ServerlessTx;

/// <summary>What the children of definitions must hold to.</summary>
internal static class ChildShape
{
    /// <summary>The first rule that the children of a definition break, or nothing.</summary>
    public static string? Fault(Definition definition) => definition.Branches.SelectMany((step, i) => Faults(definition, step, i)).FirstOrDefault();

    /// <summary>The first rule that definitions break together, or nothing: a child is registered beside its parent, and no workflow leads back to itself.</summary>
    public static string? Fault(IReadOnlyCollection<Definition> registered)
    {
        var named = registered.Select(definition => definition.Name).ToHashSet();
        foreach (var parent in registered)
        {
            if (ChildrenOf(parent).FirstOrDefault(child => !named.Contains(child)) is { } unknown)
                return $"'{parent.Name}' version {parent.Version} has a child of the workflow '{unknown}', which is not registered; register it too";
        }

        var below = registered.ToLookup(definition => definition.Name, ChildrenOf);
        return named.Order(StringComparer.Ordinal).FirstOrDefault(name => Below(name, below).Contains(name)) is { } loop
            ? $"'{loop}' is below itself by way of its children, and would begin them for ever"
            : null;
    }

    private static IEnumerable<string> Faults(Definition definition, DefinedBranch step, int i)
    {
        if (step.Child is not { } child)
            yield break;
        if (DefinitionRules.NameFault("workflow", child.Workflow) is { } fault)
            yield return fault;
        if (step.Phase is not Phase.Action || step.Undo is null || step.Escalates is not null)
            yield return $"'{step.Branch}' begins a child: it is a step with an undo, and escalates nothing";
        if (definition.Branches.Any(other => other != step && other.Group == step.Group))
            yield return $"'{step.Branch}' begins a child, and stands in no parallel group";
        if (definition.Branches.ElementAtOrDefault(i + 1)?.Wait is not { Rounds: 1 } wait || wait.Signal != child.Signal)
            yield return $"'{step.Branch}' begins a child, and the step behind it waits one round for '{child.Signal}'";
    }

    private static IEnumerable<string> ChildrenOf(Definition definition) => definition.Branches.Select(step => step.Child?.Workflow).OfType<string>();

    private static HashSet<string> Below(string name, ILookup<string, IEnumerable<string>> children)
    {
        var found = new HashSet<string>();
        var left = new Queue<string>([name]);
        while (left.TryDequeue(out var next))
        {
            foreach (var child in children[next].SelectMany(some => some).Where(found.Add))
                left.Enqueue(child);
        }

        return found;
    }
}
