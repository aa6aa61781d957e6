namespace ServerlessTx.Testing;

/// <summary>What a participant of a TCC or a two-phase commit promises beside what every participant does.</summary>
internal static class VoteScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("What was promised is made final, once", "answer a repetition from the barrier's row, which is written in the same transaction as the effect", MadeFinalAsync),
        new("A process that vanishes while it makes final leaves nothing half done",
            "the barrier's row and the effect must be written in one transaction", VanishedMakingFinalAsync),
        new("What was promised is kept until the decision, however late it comes",
            "your own clock may not end a promise: past the deadline ask the coordinator (POST /api/transactions/{id}/decision), and do what it answers", LateDecisionAsync),
        new("Nothing is made final that was not promised, and nobody is told so",
            "without a first call in the barrier's row answer Heuristic with what happened, never done", NotPromisedAsync),
        new("What was taken back is not made final",
            "when the barrier's row says that it was taken back, answer Heuristic with what happened, never done", TakenBackBeforeAsync),
        new("What was made final is not taken back",
            "when the barrier's row says that it was made final, answer Heuristic with what happened and change nothing", FinalBeforeAsync),
    ];

    private static async Task MadeFinalAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.First);
        var first = await trial.CallAsync(Yes(trial));
        trial.Demand(first.IsDone, $"it was told to make final what it had promised, and {first}");
        var final = await trial.EffectsAsync();
        trial.Demand(final != nothing, "it says that it made its promise final, and Effects shows the same as before");
        trial.Restart();
        await trial.TogetherAsync(Yes(trial), Yes(trial));
        var said = await trial.CallAsync(Yes(trial));
        trial.Demand(said.IsDone, $"told again, it {said}");
        await trial.DemandEffectsAsync(final, "told again, it did it again");
    }

    private static async Task VanishedMakingFinalAsync(Trial trial)
    {
        await trial.CallAsync(trial.Verbs.First);
        await trial.CallAsync(Yes(trial));
        var final = await trial.EffectsAsync();
        for (var point = 1; ; point++)
        {
            await trial.FreshAsync();
            await trial.CallAsync(trial.Verbs.First);
            if (!await trial.CrashAsync(Yes(trial), point))
                return;
            trial.Restart();
            await trial.CallAsync(Yes(trial));
            await trial.DemandEffectsAsync(final, "it was told again behind the crash, and the effect is not made exactly once");
        }
    }

    private static async Task LateDecisionAsync(Trial trial)
    {
        await trial.CallAsync(trial.Verbs.First);
        await trial.CallAsync(Yes(trial));
        var final = await trial.EffectsAsync();
        await trial.FreshAsync();
        trial.Deadline = TimeSpan.FromMilliseconds(250);
        if (!(await trial.CallAsync(trial.Verbs.First)).IsDone)
            return;
        await Task.Delay(trial.Deadline, TimeProvider.System);
        trial.Deadline = TimeSpan.Zero;
        var said = await trial.CallAsync(Yes(trial));
        trial.Demand(said.IsDone, $"the decision came behind the deadline, and it {said}; it had promised to wait");
        await trial.DemandEffectsAsync(final, "the decision came behind the deadline, and the effect was not made");
    }

    private static async Task NotPromisedAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        var said = await trial.CallAsync(Yes(trial));
        trial.Demand(!said.IsDone, "nothing had been promised, and it answered done: evidence would say that it happened");
        await trial.DemandEffectsAsync(nothing, "nothing had been promised, and it made something final");
    }

    private static async Task TakenBackBeforeAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.First);
        await trial.CallAsync(trial.Verbs.No);
        var said = await trial.CallAsync(Yes(trial));
        trial.Demand(!said.IsDone, "it had been taken back, and it answered done: evidence would say that it happened");
        await trial.DemandEffectsAsync(nothing, "it had been taken back, and was made final all the same");
    }

    private static async Task FinalBeforeAsync(Trial trial)
    {
        await trial.CallAsync(trial.Verbs.First);
        await trial.CallAsync(Yes(trial));
        var final = await trial.EffectsAsync();
        var said = await trial.CallAsync(trial.Verbs.No);
        trial.Demand(!said.IsDone, "it had been made final, and it answered that it was taken back");
        await trial.DemandEffectsAsync(final, "it had been made final, and was taken back all the same");
    }

    private static Phase Yes(Trial trial) => trial.Verbs.Yes!.Value;
}
