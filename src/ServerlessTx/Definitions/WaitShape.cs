namespace ServerlessTx;

/// <summary>What the waits of a definition must hold to.</summary>
internal static class WaitShape
{
    public const int MostRounds = 16;
    public const long LongestMs = 366L * 24 * 3600 * 1000;

    /// <summary>The first rule they break, or nothing.</summary>
    public static string? Fault(Definition definition) => Faults(definition).FirstOrDefault();

    private static IEnumerable<string> Faults(Definition definition)
    {
        foreach (var step in definition.Branches)
        {
            if ((step.Phase is Phase.Wait) != (step.Wait is not null))
                yield return $"'{step.Branch}' waits for a signal or calls somebody, not both";
            if (step.Escalates is not null && (step.Phase is not Phase.Action || step.Round < 2))
                yield return $"'{step.Branch}' escalates a wait: it is a step, and begins a round from 2 on";
            if (step.Escalates is null && step.Round is not null)
                yield return $"'{step.Branch}' begins a round, and escalates no wait";
        }

        foreach (var step in definition.Branches.Where(step => step.Wait is not null))
        {
            foreach (var fault in Faults(definition, step, step.Wait!))
                yield return fault;
        }

        foreach (var step in definition.Branches.Where(step => step.Escalates is not null && definition.Branches.All(wait => wait.Wait is null || wait.Branch != step.Escalates)))
            yield return $"'{step.Branch}' escalates '{step.Escalates}', which is no wait of this transaction";
    }

    private static IEnumerable<string> Faults(Definition definition, DefinedBranch step, DefinedWait wait)
    {
        if (DefinitionRules.NameFault("signal", wait.Signal) is { } fault)
            yield return fault;
        if (wait.WithinMs is < 1 or > LongestMs)
            yield return $"within_ms of '{step.Branch}' must be 1 to {LongestMs}";
        if (wait.Rounds is < 1 or > MostRounds)
            yield return $"rounds of '{step.Branch}' must be 1 to {MostRounds}";
        if (definition.DeadlineSecondsFrom is null && wait.WithinMs > definition.DeadlineMs)
            yield return $"'{step.Branch}' may wait longer than the transaction's deadline allows; give the transaction a longer one";
        if (step.Undo is not null || step.Escalates is not null)
            yield return $"'{step.Branch}' waits: it has nothing to undo and escalates nothing";
        if (definition.Branches.Any(other => other != step && other.Group == step.Group))
            yield return $"'{step.Branch}' waits, and stands in no parallel group";
        if (definition.Branches.Any(other => other != step && other.Wait?.Signal == wait.Signal))
            yield return $"two steps wait for '{wait.Signal}'; a signal answers one";
        var rounds = definition.Branches.TakeWhile(before => before != step).Where(before => before.Escalates == step.Branch).Select(before => before.Round!.Value).ToList();
        if (!rounds.SequenceEqual(Enumerable.Range(2, wait.Rounds - 1)))
            yield return $"'{step.Branch}' has {wait.Rounds} rounds; in front of it stands one step that begins each round from 2 on";
    }
}
