namespace ServerlessTx.Testing;

/// <summary>
/// What a participant must keep, as scenarios: duplicates, restarts, undo before do, late calls, calls at the same time, a process that
/// vanishes in the middle. Each begins in a fresh world. A broken promise is a <see cref="ContractBrokenException"/>, for any test framework.
/// </summary>
public abstract class ParticipantContract
{
    private protected ParticipantContract()
    {
    }

    /// <summary>The promises, each a scenario.</summary>
    public IReadOnlyList<string> Promises => [.. All.Select(scenario => scenario.Promise)];

    private protected abstract IReadOnlyList<Scenario> All { get; }

    private protected abstract TrialSetup Setup { get; }

    /// <summary>Tries every promise.</summary>
    /// <exception cref="ContractBrokenException">One is broken: what the participant does wrong, and how to mend it.</exception>
    public async Task CheckAsync()
    {
        foreach (var scenario in All)
            await CheckAsync(scenario.Promise);
    }

    /// <summary>Tries one promise.</summary>
    /// <inheritdoc cref="CheckAsync()"/>
    public async Task CheckAsync(string promise)
    {
        var scenario = All.Single(scenario => scenario.Promise == promise);
        var trial = new Trial(scenario, Setup);
        await trial.FreshAsync();
        await scenario.RunAsync(trial);
    }
}
