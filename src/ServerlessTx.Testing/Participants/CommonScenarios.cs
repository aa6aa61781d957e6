namespace ServerlessTx.Testing;

/// <summary>What every participant promises: its first call, and the one that takes it back.</summary>
internal static class CommonScenarios
{
    private const string UseBarrier =
        "keep one row a transaction and branch, with an answer for each phase, in the same transaction as the work; look there first (Barrier does that)";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("A repeated first call does its work once and answers the same", UseBarrier, RepeatedAsync),
        new("A first call that comes again behind a restart does its work once", $"what it remembers must be durable: {UseBarrier}", RestartedAsync),
        new("The same first call twice at once does its work once",
            "looking for the row and writing it must be one step: insert it first, under its primary key, and let the database decide", AtOnceAsync),
        new("A process that vanishes in the middle of a first call leaves nothing that its repetition would do again or leave out",
            "the barrier's row and the work must be written in one transaction, never one before the other", VanishedAsync),
        new("What was done is taken back, once", $"take back what the row says was done, and answer a repetition from it: {UseBarrier}", TakenBackAsync),
        new("What was done is taken back though its answer is unknown",
            "do not rely on the first call's result being handed in: keep what the undoing needs in the barrier's row", LostAnswerAsync),
        new("Taking back what was never done is done, and changes nothing (null compensation)",
            "without a first call in the barrier's row there is nothing to take back: leave a mark in the row and answer done", NothingToTakeBackAsync),
        new("A first call that comes behind its own taking back does nothing (hanging)",
            "the mark that the taking back leaves in the barrier's row must refuse the late first call", LateAsync),
        new("A first call and its taking back at once leave nothing",
            "both must write the same barrier row, so that one of them comes first", AgainstEachOtherAsync),
        new("A process that vanishes while it takes back leaves nothing half taken back",
            "the barrier's row and what takes the work back must be written in one transaction", VanishedTakingBackAsync),
        new("Transactions and branches are kept apart", "the barrier's key is transaction and branch, both of them and nothing else", KeptApartAsync),
        new("A refusal keeps nothing and stays a refusal",
            "roll back what was tried before refusing, and keep the refusal in the barrier's row, so that a repetition is refused too", RefusedAsync),
    ];

    private static async Task RepeatedAsync(Trial trial)
    {
        var first = await trial.CallAsync(trial.Verbs.First);
        trial.Demand(first.IsDone, $"the first call of the contract's Input {first}; give an input whose work is done");
        var once = await trial.EffectsAsync();
        for (var again = 0; again < 2; again++)
        {
            var said = await trial.CallAsync(trial.Verbs.First);
            trial.Demand(trial.IsSame(said, first), "the call that came again got another answer than the first, so what the coordinator records depends on which answer it heard");
            await trial.DemandEffectsAsync(once, "it did its work again when the call came again");
        }
    }

    private static async Task RestartedAsync(Trial trial)
    {
        var first = await trial.CallAsync(trial.Verbs.First, isLost: true);
        var once = await trial.EffectsAsync();
        trial.Restart();
        var said = await trial.CallAsync(trial.Verbs.First);
        await trial.DemandEffectsAsync(once, "it did its work again behind a restart");
        trial.Demand(trial.IsSame(said, first), "behind a restart it answers otherwise than before");
    }

    private static async Task AtOnceAsync(Trial trial)
    {
        var once = await OnceAsync(trial);
        for (var round = 0; round < 10; round++)
        {
            await trial.FreshAsync();
            await trial.TogetherAsync(trial.Verbs.First, trial.Verbs.First, trial.Verbs.First);
            await trial.CallAsync(trial.Verbs.First);
            await trial.DemandEffectsAsync(once, "the same call, three times at once, did its work more or less than once");
        }
    }

    private static async Task VanishedAsync(Trial trial)
    {
        var once = await OnceAsync(trial);
        await trial.FreshAsync();
        var nothing = await trial.EffectsAsync();
        for (var point = 1; await CrashedAsync(trial, trial.Verbs.First, point); point++)
        {
            await trial.CallAsync(trial.Verbs.First);
            await trial.DemandEffectsAsync(once, "the call was repeated behind the crash, and its work was not done exactly once");
            await CrashedAsync(trial, trial.Verbs.First, point);
            await trial.CallAsync(trial.Verbs.No);
            await trial.DemandEffectsAsync(nothing, "it was taken back behind the crash, and something of it remains");
        }
    }

    private static async Task TakenBackAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.First);
        for (var again = 0; again < 2; again++)
        {
            var said = await trial.CallAsync(trial.Verbs.No);
            trial.Demand(said.IsDone, $"it was asked to take back what it had done, and {said}");
            await trial.DemandEffectsAsync(nothing, again == 0 ? "it says that it took its work back, and has not" : "taking back twice took back more than was done");
            trial.Restart();
        }
    }

    private static async Task LostAnswerAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.First, isLost: true);
        trial.Restart();
        var said = await trial.CallAsync(trial.Verbs.No);
        trial.Demand(said.IsDone, $"without the first call's result it {said}");
        await trial.DemandEffectsAsync(nothing, "the first call's answer was lost, and its work was not taken back");
    }

    private static async Task NothingToTakeBackAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        for (var again = 0; again < 2; again++)
        {
            var said = await trial.CallAsync(trial.Verbs.No);
            trial.Demand(said.IsDone, $"nothing had been done, and it {said}; the coordinator would ask for ever, or record what did not happen");
            await trial.DemandEffectsAsync(nothing, "it took back what it had never done");
        }
    }

    private static async Task LateAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.No);
        trial.Restart();
        var said = await trial.CallAsync(trial.Verbs.First);
        await trial.DemandEffectsAsync(nothing, "the first call came behind its own taking back and did its work, which nobody will ever take back");
        trial.Demand(!said.IsDone, "the late first call was answered with done, so it holds something that nobody will ever release");
        await trial.FreshAsync();
        await trial.CallAsync(trial.Verbs.First);
        await trial.CallAsync(trial.Verbs.No);
        await trial.CallAsync(trial.Verbs.First);
        await trial.DemandEffectsAsync(nothing, "a duplicate of the first call came behind its taking back and did the work again");
    }

    private static async Task AgainstEachOtherAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        for (var round = 0; round < 10; round++)
        {
            await trial.FreshAsync();
            await trial.TogetherAsync(trial.Verbs.First, trial.Verbs.No);
            await trial.CallAsync(trial.Verbs.No);
            await trial.DemandEffectsAsync(nothing, "the first call and its taking back came at once, and the work remains");
        }
    }

    private static async Task VanishedTakingBackAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        for (var point = 1; ; point++)
        {
            await trial.FreshAsync();
            await trial.CallAsync(trial.Verbs.First);
            if (!await trial.CrashAsync(trial.Verbs.No, point))
                return;
            trial.Restart();
            await trial.CallAsync(trial.Verbs.No);
            await trial.DemandEffectsAsync(nothing, "taking back was repeated behind the crash, and the work is not taken back exactly once");
        }
    }

    private static async Task KeptApartAsync(Trial trial)
    {
        foreach (var (transaction, branch) in new[] { (TrialNames.Second, TrialNames.Branch), (TrialNames.First, TrialNames.OtherBranch) })
        {
            await trial.FreshAsync();
            await DoneAsync(trial, TrialNames.First, TrialNames.Branch);
            var one = await trial.EffectsAsync();
            var said = await trial.CallAsync(trial.Verbs.First, transaction, branch);
            trial.Demand(said.IsDone, $"the same input in {(branch == TrialNames.Branch ? "another transaction" : "another branch")} {said}");
            await trial.CallAsync(trial.Verbs.No, transaction, branch);
            await trial.DemandEffectsAsync(one, "taking back another transaction's or branch's work changed what this one had done");

            await trial.FreshAsync();
            await DoneAsync(trial, TrialNames.First, TrialNames.Branch);
            await DoneAsync(trial, transaction, branch);
            trial.Demand(await trial.EffectsAsync() != one, "it took a call of another transaction or branch for a repetition, and did not do its work");
        }
    }

    private static async Task RefusedAsync(Trial trial)
    {
        if (!trial.HasRefusedInput)
            return;
        var nothing = await trial.EffectsAsync();
        for (var again = 0; again < 2; again++)
        {
            var said = await trial.CallAsync(trial.Verbs.First, isRefused: true);
            trial.Demand(said.IsRefused, $"the call of the contract's RefusedInput {said}");
            await trial.DemandEffectsAsync(nothing, "it refused, and something of what it tried remains");
            trial.Restart();
        }

        await trial.CallAsync(trial.Verbs.No, isRefused: true);
        await trial.DemandEffectsAsync(nothing, "it took back what it had refused to do");
    }

    /// <summary>All that becomes of a branch when nothing is taken back.</summary>
    private static async Task DoneAsync(Trial trial, string transaction, string branch)
    {
        await trial.CallAsync(trial.Verbs.First, transaction, branch);
        if (trial.Verbs.Yes is { } yes)
            await trial.CallAsync(yes, transaction, branch);
    }

    /// <summary>The effects of one undisturbed first call.</summary>
    private static async Task<string> OnceAsync(Trial trial)
    {
        await trial.CallAsync(trial.Verbs.First);
        return await trial.EffectsAsync();
    }

    /// <summary>A fresh world whose process vanishes in the middle of a call, and the next process.</summary>
    private static async Task<bool> CrashedAsync(Trial trial, Phase phase, int point)
    {
        await trial.FreshAsync();
        if (!await trial.CrashAsync(phase, point))
            return false;
        trial.Restart();
        return true;
    }
}
