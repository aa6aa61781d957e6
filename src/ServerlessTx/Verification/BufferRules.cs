namespace ServerlessTx;

/// <summary>What was promised in place of sides that were away, and what became of it.</summary>
internal static class BufferRules
{
    public static IEnumerable<Breach> BufferedOnlyForWhoIsAway(PresentedModes told) => told.Each<OperationBuffered>()
        .Where(step => step.Before.Mode is not Mode.Degraded || step.Is.ModeVersion != step.Before.Version || !step.Before.Away.Contains(step.Is.Side))
        .Select(step => At(step.Version, $"it was buffered for {step.Is.Side} under mode {step.Is.ModeVersion}, where the group is {step.Before.Mode.Word()} at mode {step.Before.Version}"));

    public static IEnumerable<Breach> BufferedWithinItsTerms(PresentedModes told)
    {
        foreach (var (before, version, buffered) in told.Each<OperationBuffered>())
        {
            if (before.Declaration?.Side(buffered.Side) is not { } side)
                yield return At(version, $"{buffered.Side} is no side of the group");
            else if (before.Waiting.Values.Count(waiting => waiting.Side == side.Name) >= side.MostOperations)
                yield return At(version, $"more than {side.MostOperations} operations wait for {side.Name}");
            else if (buffered.Movements.Any(movement => Math.Abs(movement.Amount) > side.MostAmount))
                yield return At(version, $"it moves more than {side.MostAmount}");
        }
    }

    public static IEnumerable<Breach> EscrowIsNeverExceeded(PresentedModes told)
    {
        foreach (var (before, version, buffered) in told.Each<OperationBuffered>().Where(step => step.Before.Declaration?.Side(step.Is.Side)?.HasLimits is true))
        {
            foreach (var debit in buffered.Movements.Where(movement => movement.Amount < 0).GroupBy(movement => movement.Account))
            {
                var (taken, limit) = (before.Spent(buffered.Side, debit.Key) - debit.Sum(movement => movement.Amount), before.Limit(buffered.Side, debit.Key));
                if (taken > limit)
                    yield return At(version, $"{taken} is taken of {debit.Key} at {buffered.Side}, where {limit} is set aside");
            }
        }
    }

    /// <summary>The wish first, then the owner's answer to the newest one, in the mode in which it was wished.</summary>
    public static IEnumerable<Breach> SetAsideAsItWasWished(PresentedModes told)
    {
        foreach (var (before, version, asked) in told.Each<EscrowAsked>())
        {
            if (before.Mode is not Mode.Strict || asked.Amount < 0 || before.Declaration?.Side(asked.Side) is not { HasEscrow: true })
                yield return At(version, $"nothing can be set aside of {asked.Account} at {asked.Side} now");
        }

        foreach (var (before, version, set) in told.Each<EscrowSetAside>())
        {
            if (!before.Wished.TryGetValue((set.Side, set.Account), out var wish) || wish != (set.Asked, before.Version))
                yield return At(version, "it answers no wish, or not the newest one, or one of another mode");
            else if (before.MayStand(set.Side, set.Account).Max() is var most && (set.Amount < 0 || set.Amount > most))
                yield return At(version, $"{set.Amount} cannot stand there, where {most} is the most that was wished or stood");
        }
    }

    public static IEnumerable<Breach> EachEndsOnce(PresentedModes told)
    {
        foreach (var (before, version, buffered) in told.Each<OperationBuffered>().Where(step => step.Before.Seen.Contains(step.Is.Operation)))
            yield return At(version, $"{buffered.Operation} was promised before, or never may be");
        foreach (var (before, at) in told.Walk())
        {
            var ends = at.Record switch
            {
                OperationApplied applied => applied.Operation,
                OperationRefused refused => refused.Operation,
                OperationConflicted conflicted => conflicted.Operation,
                OperationRetried retried => retried.Operation,
                // A withdrawal may come first.
                OperationWithdrawn withdrawn when before.Seen.Contains(withdrawn.Operation) => withdrawn.Operation,
                _ => null,
            };
            if (ends is not null && !before.Waiting.ContainsKey(ends))
                yield return At(at.Version, $"{ends} does not wait: it has ended, or was never promised");
        }
    }

    public static IEnumerable<Breach> AppliedInOrder(PresentedModes told)
    {
        foreach (var (before, version, operation, _) in Tried(told))
        {
            var side = before.Waiting[operation].Side;
            if (before.Mode is not Mode.FailingBack)
                yield return At(version, $"{operation} was tried while the group is {before.Mode.Word()}");
            // What a person has tried again comes when it comes.
            var inOrder = before.Waiting.Where(waiting => waiting.Value.Side == side && !before.Conflicts.Contains(waiting.Key) && !before.Attempts.ContainsKey(waiting.Key));
            if (!before.Attempts.ContainsKey(operation) && inOrder.Select(waiting => waiting.Key).FirstOrDefault() is { } first && first != operation)
                yield return At(version, $"{operation} was tried before {first}, which waited longer");
        }
    }

    public static IEnumerable<Breach> ConflictsAreResolvedBySomebody(PresentedModes told)
    {
        foreach (var (before, version, operation, attempt) in Tried(told))
        {
            var due = before.Attempts.GetValueOrDefault(operation, 1);
            if (before.Conflicts.Contains(operation))
                yield return At(version, $"{operation} had been refused, and nobody had it tried again");
            else if (attempt != due)
                yield return At(version, $"it is of attempt {attempt} of {operation}, and attempt {due} was due");
        }

        foreach (var (before, version, retried) in told.Each<OperationRetried>())
        {
            if (!before.Conflicts.Contains(retried.Operation) || retried.Attempt != before.Attempts.GetValueOrDefault(retried.Operation, 1) + 1 || retried.By.Length == 0 || retried.Reason.Length == 0)
                yield return At(version, $"{retried.Operation} is no conflict that is tried again for the first time");
        }

        foreach (var (before, version, refused) in told.Each<OperationRefused>())
        {
            var isByRule = refused.By == OperationRefused.Rule && before.Declaration?.Conflicts is ConflictRule.Reverse;
            if ((!isByRule && !before.Conflicts.Contains(refused.Operation)) || refused.By.Length == 0 || refused.Reason.Length == 0)
                yield return At(version, $"{refused.Operation} is refused by nobody who may");
        }
    }

    /// <summary>What a side answered to operations that waited: that it has done them, or that it refuses.</summary>
    private static IEnumerable<(ModeBooks Before, long Version, string Operation, int Attempt)> Tried(PresentedModes told)
    {
        foreach (var (before, at) in told.Walk())
        {
            if (at.Record is OperationApplied applied && before.Waiting.ContainsKey(applied.Operation))
                yield return (before, at.Version, applied.Operation, applied.Attempt);
            else if (at.Record is OperationConflicted refused && before.Waiting.ContainsKey(refused.Operation))
                yield return (before, at.Version, refused.Operation, refused.Attempt);
        }
    }

    private static Breach At(long version, string what) => SwitchRules.At(version, what);
}
