namespace ServerlessTx;

/// <summary>
/// Compensatable steps in order, a decision, the pivot, then what cannot be refused. A step that may have run is undone like one that did.
/// </summary>
internal static class SagaProtocol
{
    public static async Task<TransactionStatus> RunAsync(ITransactionContext tx, Definition saga)
    {
        if (!await tx.OpenAsync())
            return TransactionStatus.Compensated;
        var ran = new Stack<IReadOnlyList<Answered>>();
        foreach (var group in saga.Branches.Where(step => step.Phase is Phase.Action or Phase.Wait && step.Escalates is null).GroupBy(step => step.Group))
        {
            var answers = group.First() is { Wait: not null } wait ? await WaitAsync(tx, saga, wait, ran) : await tx.CallAllAsync(Plan(saga, group));
            ran.Push(answers);
            if (Answered.TurningBack(answers) is not { } missing)
                continue;
            await tx.DecideAsync(Slot.Direction, Decision.Compensating, missing.TurnsBackBecause);
            return await UndoAsync(tx, saga, ran);
        }

        if (await tx.DecideAsync(Slot.Direction, Decision.GoingForward) is Decision.Compensating)
            return await UndoAsync(tx, saga, ran);

        foreach (var group in Groups(saga, Phase.Pivot))
        {
            var pivot = (await tx.CallAllAsync(group))[0];
            if (pivot.Verdict is not Verdict.Refused)
                continue;
            await tx.DecideAsync(Slot.TurnedBack, Decision.Compensating, pivot.Reason);
            return await UndoAsync(tx, saga, ran);
        }

        foreach (var group in Groups(saga, Phase.Retriable))
            await tx.CallAllAsync(group);
        return TransactionStatus.Completed;
    }

    /// <summary>Rounds until one is answered or the last has expired. What begins the next round is a step that may have to be undone.</summary>
    /// <returns>The wait's answer, or that of the step that should have begun its next round.</returns>
    private static async Task<IReadOnlyList<Answered>> WaitAsync(
        ITransactionContext tx, Definition saga, DefinedBranch wait, Stack<IReadOnlyList<Answered>> ran)
    {
        for (var round = 1; ; round++)
        {
            if (await tx.WaitAsync(new PlannedWait(new CallName(wait.Branch, wait.Phase), wait.Wait!, round)) is { } answer)
                return [answer];
            var escalated = await tx.CallAllAsync(Plan(saga, saga.Branches.Where(step => step.Escalates == wait.Branch && step.Round == round + 1)));
            if (Answered.TurningBack(escalated) is not null)
                return escalated;
            ran.Push(escalated);
        }
    }

    private static async Task<TransactionStatus> UndoAsync(ITransactionContext tx, Definition saga, Stack<IReadOnlyList<Answered>> ran)
    {
        foreach (var answers in ran)
        {
            var mayHaveRun = answers.Where(answer => answer.Verdict is not Verdict.Refused && saga.Branch(answer.Branch).Undo is not null);
            await tx.CallAllAsync(mayHaveRun.Select(answer => new PlannedCall(answer.Name with { Phase = Phase.Undo }, saga.Policy)));
        }

        return TransactionStatus.Compensated;
    }

    private static IEnumerable<IEnumerable<PlannedCall>> Groups(Definition saga, Phase phase) => saga.Branches
        .Where(step => step.Phase == phase)
        .GroupBy(step => step.Group)
        .Select(group => Plan(saga, group));

    private static IEnumerable<PlannedCall> Plan(Definition saga, IEnumerable<DefinedBranch> steps) =>
        steps.Select(step => new PlannedCall(new CallName(step.Branch, step.Phase), saga.Policy));
}
