using System.Text.Json;

namespace ServerlessTx.Testing;

/// <summary>One scenario on a participant of one fresh world after the other, and what happened in the last of them.</summary>
internal sealed class Trial(Scenario scenario, TrialSetup setup)
{
    private static readonly TimeSpan CallBound = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string Transaction, string Branch), JsonElement> _results = [];
    private readonly List<string> _transcript = [];
    private CrashPoints _points = new();
    private TrialWorld _world = null!;
    private IReadOnlyDictionary<Phase, Handler> _participant = null!;
    private int _attempt;

    public VoteVerbs Verbs => setup.Verbs;

    public bool HasRefusedInput => setup.RefusedInput is not null;

    /// <summary>Whether a repetition was answered as the first call was.</summary>
    public bool IsSame(Said again, Said first) => setup.ReportsMayDiffer ? again.WithoutResult() == first.WithoutResult() : again.ToString() == first.ToString();

    /// <summary>How long a transaction may stay undecided.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Begins anew, with nothing done.</summary>
    public async Task FreshAsync()
    {
        _points = new CrashPoints();
        _world = await setup.World(_points);
        _transcript.Clear();
        _results.Clear();
        _attempt = 0;
        _participant = _world.Start();
    }

    /// <summary>Ends the process and starts the next: what it only remembered is lost.</summary>
    public void Restart()
    {
        _transcript.Add("the process is restarted");
        _points.Disarm();
        _participant = _world.Start();
    }

    public async Task<Said> CallAsync(Phase phase, string transaction = TrialNames.First, string branch = TrialNames.Branch, bool isRefused = false, bool isLost = false)
    {
        var said = await AskAsync(phase, transaction, branch, isRefused);
        if (said is { Answer: { Verdict: Verdict.Done, Result: { } result } } && phase.IsFirst() && !isLost)
            _results[(transaction, branch)] = result;
        Tell(phase, transaction, branch, $"{said}{(isLost ? " (and the answer is lost)" : "")}");
        return said;
    }

    /// <summary>Calls at the same time. Either may go unanswered, and is made again alone until it is.</summary>
    public async Task<IReadOnlyList<Said>> TogetherAsync(params Phase[] phases)
    {
        var said = await Task.WhenAll(phases.Select(phase => Task.Run(() => AskAsync(phase, TrialNames.First, TrialNames.Branch, isRefused: false))));
        foreach (var (phase, what) in phases.Zip(said))
            Tell(phase, TrialNames.First, TrialNames.Branch, $"{what} (at the same time)");
        return said;
    }

    /// <summary>A call in whose middle the process vanishes, at its n-th point.</summary>
    /// <returns>False when it was answered before.</returns>
    public async Task<bool> CrashAsync(Phase phase, int point)
    {
        _points.Arm(point);
        var call = AskAsync(phase, TrialNames.First, TrialNames.Branch, isRefused: false);
        if (await Task.WhenAny(call, _points.Crashed) == call)
        {
            // A network cuts answers as it likes, so a call has not always as many points: what is left is not for the next call.
            _points.Disarm();
            return false;
        }

        Tell(phase, TrialNames.First, TrialNames.Branch, $"(the process vanishes at its point {point})");
        return true;
    }

    public async Task<string> EffectsAsync()
    {
        var effects = await _world.Effects();
        _transcript.Add($"effects: {effects}");
        return effects;
    }

    public void Demand(bool holds, string fault)
    {
        if (!holds)
            throw new ContractBrokenException(scenario, fault, _transcript);
    }

    public async Task DemandEffectsAsync(string expected, string fault)
    {
        var effects = await EffectsAsync();
        Demand(effects == expected, $"{fault}\n  it should be  {expected}\n  it is         {effects}");
    }

    private async Task<Said> AskAsync(Phase phase, string transaction, string branch, bool isRefused)
    {
        using var ends = new CancellationTokenSource(CallBound, TimeProvider.System);
        try
        {
            return new Said(await _participant[phase](Request(phase, transaction, branch, isRefused, ends.Token)).WaitAsync(ends.Token));
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return new Said(null, new TimeoutException($"it did not answer in {CallBound.TotalSeconds} s"));
        }
        catch (Exception silence)
        {
            return new Said(null, silence);
        }
    }

    private CallRequest Request(Phase phase, string transaction, string branch, bool isRefused, CancellationToken cancellation) => new()
    {
        TransactionId = transaction,
        Name = new CallName(branch, phase),
        Attempt = Interlocked.Increment(ref _attempt),
        Input = isRefused ? setup.RefusedInput!.Value : setup.Input,
        Deadline = Stamp.Truncate(TimeProvider.System.GetUtcNow() + Deadline),
        Results = _results.Where(result => result.Key.Transaction == transaction).ToDictionary(result => result.Key.Branch, result => result.Value),
        Decision = phase.IsFirst() ? null : ChainHash.Parse(new string('d', 64)),
        Reason = phase is Phase.Undo or Phase.Cancel or Phase.Abort ? "tried_out" : null,
        Cancellation = cancellation,
    };

    private void Tell(Phase phase, string transaction, string branch, string what) =>
        _transcript.Add($"{(transaction == TrialNames.First ? "" : "another transaction's ")}{(branch == TrialNames.Branch ? "" : "another branch's ")}{phase.Word()}: {what}");
}

/// <summary>What all scenarios of a participant share.</summary>
/// <param name="Input">Of every call.</param>
/// <param name="RefusedInput">Of a call that is to be refused.</param>
/// <param name="Verbs">The role's phases.</param>
/// <param name="ReportsMayDiffer">What stands beside a yes is what was seen when it was given; a repetition may have seen something else.</param>
/// <param name="World">Makes a fresh world.</param>
internal sealed record TrialSetup(JsonElement Input, JsonElement? RefusedInput, VoteVerbs Verbs, bool ReportsMayDiffer, Func<CrashPoints, Task<TrialWorld>> World);

/// <summary>A participant's world below the type of its role.</summary>
internal sealed record TrialWorld(Func<IReadOnlyDictionary<Phase, Handler>> Start, Func<Task<string>> Effects);

/// <summary>What a role calls its phases. A step of a saga has nothing that makes it final.</summary>
internal sealed record VoteVerbs(Phase First, Phase? Yes, Phase No);

internal static class TrialNames
{
    public const string First = "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e";
    public const string Second = "fe6b2a91c3d4-0a-00000000000000000002";
    public const string Branch = "branch";
    public const string OtherBranch = "other_branch";
}
