namespace ServerlessTx.Testing;

/// <summary>What a step of a saga promises beside what every participant does.</summary>
internal static class StepScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("The effects of a step can be seen", "have Effects show what the step changes, or there is nothing to be tested", SeenAsync),
    ];

    private static async Task SeenAsync(Trial trial)
    {
        var nothing = await trial.EffectsAsync();
        await trial.CallAsync(trial.Verbs.First);
        trial.Demand(await trial.EffectsAsync() != nothing, "the step was done, and Effects shows the same as before");
    }
}
