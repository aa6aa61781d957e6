using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>The group that is explored: a payment from one till to another.</summary>
internal static class Payments
{
    public const string Group = "payment";

    private const string IdUpTo = "fe6b2a91c3d4-00-5f0c9d8e7b6a54321f0";

    private static readonly CallPolicy Policy = new() { Attempts = 2, TimeoutMs = 1_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };

    /// <summary>A call that goes unanswered is enough to be away, and one that is answered to be back.</summary>
    private static readonly ModeTerms Terms = new()
    {
        AwayAfterProbes = 1,
        AwayAfter = TimeSpan.Zero,
        BackAfterProbes = 1,
        BackAfter = TimeSpan.Zero,
        // Whether a call comes through is the order's choice.
        ProbeTimeout = Timeout.InfiniteTimeSpan,
    };

    public static ModeGroup Over(TillDesk desk)
    {
        var (payer, payee) = (new Till(desk, Till.Payer, isPayer: true), new Till(desk, Till.Payee, isPayer: false));
        return ModeGroup.For<Payment>(
            TwoPhaseCommit.For<Payment>(Group, 1, Policy, TimeSpan.FromSeconds(20)).Participant(Till.Payer, payer).Participant(Till.Payee, payee),
            Terms with { Switching = desk.IsProbed ? ModeSwitching.Automatic : ModeSwitching.ByOperator },
            new ModeSide<Payment>(Till.Payee, payee, new BufferTerms { HasLimits = false }),
            new ModeSide<Payment>(Till.Payer, payer, escrow: payer));
    }

    public static TransactionId Id(int number) => TransactionId.Parse(IdUpTo + number.ToString("x", CultureInfo.InvariantCulture));

    public static string NameOf(string id) => $"t{id[IdUpTo.Length..]}";
}
