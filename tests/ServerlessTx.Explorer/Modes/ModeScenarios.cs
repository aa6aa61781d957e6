namespace ServerlessTx.Explorer;

/// <summary>What is explored of modes.</summary>
internal static class ModeScenarios
{
    private static readonly Bounds Calm = new() { Silences = 0, Crashes = 0 };
    private static readonly Bounds OneCrash = new() { Silences = 0 };
    private static readonly Bounds OneSilence = new() { Silences = 1, Crashes = 0 };
    private static readonly Bounds OneOfEach = new() { Silences = 1 };

    public static IReadOnlyList<ModeScenario> All { get; } =
    [
        // A strict payment and a second driver of it, while the group is switched and both sides are told.
        new()
        {
            Name = "modes/switch",
            Before = group => [group.Watch("watch")],
            Now = group => [group.Customer(1, 60), group.Recovery, group.Operator(Mode.Degraded, Till.Payee), group.Watch("watch")],
            Bounds = OneSilence,
            HasSlowAnswers = true,
        },
        new()
        {
            Name = "modes/switch/crash",
            Before = group => [group.Watch("watch")],
            Now = group => [group.Customer(1, 60), group.Operator(Mode.Degraded, Till.Payee), group.Watch("watch", 2)],
            Bounds = OneOfEach,
        },
        // Two that race for the last of the escrow, while the group fails back.
        new()
        {
            Name = "modes/escrow",
            Before = group => [group.Watch("watch"), group.SetAside(100), group.Operator(Mode.Degraded, Till.Payer)],
            Now = group => [group.Customer(1, 60), group.Customer(2, 60), group.Operator(Mode.FailingBack), group.Watch("watch")],
            Bounds = OneCrash,
        },
        // The wish, its owner's answer and the switch in any order, and a payment that may take what is set aside.
        new()
        {
            Name = "modes/set_aside",
            Before = group => [group.Watch("watch"), group.SetAside(70)],
            Now = group => [group.SetAside(40), group.Operator(Mode.Degraded, Till.Payer), group.Customer(1, 60)],
            Bounds = OneOfEach,
        },
        // Two hosts bring it back beside each other.
        new()
        {
            Name = "modes/back",
            Before = group => [group.Watch("watch"), group.SetAside(100), group.Operator(Mode.Degraded, Till.Payer), group.Customer(1, 60), group.Customer(2, 40), group.Operator(Mode.FailingBack)],
            Now = group => [group.Watch("watch"), group.Watch("other")],
            Bounds = OneOfEach,
        },
        // One that begins on what it read before, while the group comes back.
        new()
        {
            Name = "modes/late",
            Before = group => [group.Watch("watch"), group.SetAside(100), group.Operator(Mode.Degraded, Till.Payer)],
            Now = group => [group.Customer(1, 60), group.Operator(Mode.FailingBack), group.Watch("watch", 2)],
            Bounds = OneOfEach,
        },
        // From strict to degraded and back, with a payment that began before and one that begins on the way.
        new()
        {
            Name = "modes/round",
            Before = group => [group.Watch("watch")],
            Now = group => [group.Customer(1, 60), group.Operator(Mode.Degraded, Till.Payee), group.Customer(2, 40), group.Operator(Mode.FailingBack), group.Watch("watch", 2)],
            Bounds = Calm,
        },
        // What is lost switches it, on two hosts that see different things.
        new()
        {
            Name = "modes/detector",
            Before = group => [group.Watch("watch")],
            Now = group => [group.Customer(1, 60), group.Watch("watch", 2), group.Watch("other")],
            Bounds = OneSilence,
            IsProbed = true,
        },
        .. Quick,
    ];

    private static IEnumerable<ModeScenario> Quick => new ModeScenario[]
    {
        new()
        {
            Name = "quick/modes/switch",
            Before = group => [group.Watch("watch")],
            Now = group => [group.Customer(1, 60), group.Operator(Mode.Degraded, Till.Payee), group.Watch("watch")],
            Bounds = OneSilence,
        },
        new()
        {
            Name = "quick/modes/escrow",
            Before = group => [group.Watch("watch"), group.SetAside(100), group.Operator(Mode.Degraded, Till.Payer)],
            Now = group => [group.Customer(1, 60), group.Customer(2, 60)],
            Bounds = Calm,
        },
        new()
        {
            Name = "quick/modes/back",
            Before = group => [group.Watch("watch"), group.SetAside(100), group.Operator(Mode.Degraded, Till.Payer), group.Customer(1, 60), group.Operator(Mode.FailingBack)],
            Now = group => [group.Watch("watch")],
            Bounds = OneOfEach,
        },
    }.Select(scenario => scenario with { IsQuick = true });
}
