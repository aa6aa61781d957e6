namespace ServerlessTx;

/// <summary>
/// Compensatable steps in order, a decision, the pivot, then what cannot be refused. A step that may have run is undone like one that did.
/// </summary>
internal static class SagaProtocol
{
    public static async Task<TransactionStatus> RunAsync(ITransactionContext tx, Definition saga)
    {
        var ran = new Stack<IReadOnlyList<Answered>>();
        foreach (var group in Groups(saga, Phase.Action))
        {
            var answers = await tx.CallAllAsync(group);
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
        .Select(group => group.Select(step => new PlannedCall(new CallName(step.Branch, phase), saga.Policy)));
}
