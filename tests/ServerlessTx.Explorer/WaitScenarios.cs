namespace ServerlessTx.Explorer;

/// <summary>Sagas that wait: who says what to them and when, who sleeps meanwhile, and what expires.</summary>
internal static class WaitScenarios
{
    private static readonly IReadOnlyList<Signaller> Yes = [Signaller.Accepts];
    private static readonly IReadOnlyList<Signaller> YesTwice = [Signaller.Accepts, Signaller.Repeats];
    private static readonly IReadOnlyList<Signaller> YesAndNo = [Signaller.Accepts, Signaller.Rejects];
    private static readonly Bounds OneSilence = new() { Silences = 1 };
    private static readonly Bounds NoSilence = new() { Silences = 0 };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Name = "wait", Define = Workflows.Approval, Signallers = Yes, Expiries = 1, Bounds = OneSilence },
        new() { Name = "wait/beside", Define = Workflows.Approval, Second = Role.Beside, Signallers = Yes, Expiries = 1, Bounds = NoSilence },
        new() { Name = "wait/rejected", Define = Workflows.Approval, Signallers = YesAndNo, Expiries = 1, Bounds = NoSilence },
        new() { Name = "wait/repeated", Define = Workflows.Approval, Signallers = YesTwice, Expiries = 1, Bounds = NoSilence },
        new() { Name = "wait/cancel", Define = Workflows.Approval, HasCancel = true, Signallers = Yes, Expiries = 1, Bounds = NoSilence },
        new() { Name = "wait/lost_commits", Define = Workflows.Approval, Signallers = Yes, Expiries = 1, Bounds = new() { Silences = 0, StoreLosses = 1 } },
        new() { Name = "wait/rounds", Define = Workflows.Ride, Signallers = Yes, Expiries = 2, Bounds = OneSilence },
        new() { Name = "wait/rounds/deadline", Define = Workflows.HastyRide, Second = null, HasDeadline = true, Signallers = Yes, Expiries = 2, Bounds = NoSilence },
        new() { Name = "wait/rounds/cancel", Define = Workflows.Ride, HasCancel = true, Signallers = Yes, Expiries = 2, Bounds = NoSilence },
    ];

    public static IEnumerable<Scenario> Quick =>
    [
        new() { Name = "quick/wait", Define = Workflows.Approval, Second = null, HasSlowAnswers = false, Signallers = YesAndNo, Expiries = 1, Bounds = NoSilence },
        new() { Name = "quick/wait/taken_over", Define = Workflows.WaitAlone, Signallers = Yes, Expiries = 1, HasSlowAnswers = false, Bounds = new() { Silences = 0, Crashes = 0 } },
        new() { Name = "quick/wait/rounds", Define = Workflows.Ride, Second = null, HasSlowAnswers = false, Signallers = Yes, Expiries = 2, Bounds = NoSilence },
    ];
}
