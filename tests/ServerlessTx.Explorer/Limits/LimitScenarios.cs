namespace ServerlessTx.Explorer;

/// <summary>What is explored of concurrency limits.</summary>
internal static class LimitScenarios
{
    private static readonly IReadOnlyList<ConcurrencyLimit> One = Of(1);

    /// <summary>Of one of them a turn can be there when of the other there is none.</summary>
    private static readonly IReadOnlyList<ConcurrencyLimit> Both = [.. One, ConcurrencyLimit.Of(LimitOf.Workflow, LimitStage.Workflow, 1)];

    private static readonly Bounds Calm = new() { Silences = 0, Crashes = 0 };
    private static readonly Bounds OneCrash = new() { Silences = 0 };
    private static readonly Bounds OneLoss = new() { Silences = 0, Crashes = 0, StoreLosses = 1 };

    public static IReadOnlyList<LimitScenario> All { get; } =
    [
        new() { Name = "limits", Limits = One, Now = who => [who.AnnA, who.BobA], Leases = 2, Bounds = new() { Silences = 1 } },
        new() { Name = "limits/again", Limits = One, Now = who => [who.AnnA, who.AnnAAgain, who.BobA], Leases = 1, Bounds = OneCrash },
        new() { Name = "limits/lost_commits", Limits = One, Now = who => [who.AnnA, who.BobA], Leases = 1, Bounds = OneLoss },
        new() { Name = "limits/three", Limits = Of(2), Now = who => [who.AnnA, who.BobA, who.CleoA], Leases = 1, Bounds = OneCrash },
        new() { Name = "limits/two", Limits = Both, Now = who => [who.AnnA, who.AnnB, who.BobA], Bounds = Calm },
        .. Quick,
    ];

    private static IReadOnlyList<ConcurrencyLimit> Of(int atOnce) => [ConcurrencyLimit.Of(LimitOf.Participant, LimitStage.Limited, atOnce)];

    private static IEnumerable<LimitScenario> Quick => new LimitScenario[]
    {
        new() { Name = "quick/limits", Limits = One, Now = who => [who.AnnA, who.BobA], Leases = 1, Bounds = OneCrash },
        new() { Name = "quick/limits/again", Limits = One, Now = who => [who.AnnA, who.AnnAAgain, who.BobA], Bounds = Calm },
    }.Select(scenario => scenario with { IsQuick = true });
}
