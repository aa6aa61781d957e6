namespace ServerlessTx.Verification;

/// <summary>An honest run by a seed: any pattern, any behaviour, and crashes, second drivers, cancels and askers at any moment.</summary>
internal static class RandomRun
{
    private static readonly Func<Cast, Workflow>[] Shapes =
    [
        Workflows.Order, Workflows.Parallel, Workflows.StepsAlone, Workflows.PivotAlone, Workflows.Checkout, Workflows.Transfer, Workflows.TransferAlone,
        Workflows.AdHocOrder, Workflows.AdHocCheckout, Workflows.AdHocTransfer, Workflows.Waiting,
    ];

    public static HonestRun Of(int seed)
    {
        var random = new Random(seed);
        var trouble = random.NextDouble() * 0.6;
        return new HonestRun(Shapes[random.Next(Shapes.Length)])
        {
            Seed = seed,
            Storage = random.Next(2) == 0 ? "azure_tables" : "memory",
            View = random.Next(4) == 0 ? EvidenceView.Events : EvidenceView.Pattern,
            Arrange = cast => cast.Otherwise = Behaviour(random, trouble),
            Before = async stage =>
            {
                if (random.Next(20) == 0)
                    await stage.Client.CancelAsync(stage.Id, "changed_my_mind", "customer");
            },
            Meanwhile = stage => MeanwhileAsync(stage, random),
        };
    }

    /// <summary>Trouble ends: whoever cannot refuse does what it is asked in the end.</summary>
    private static Func<string, Act> Behaviour(Random random, double trouble)
    {
        var asked = new Dictionary<string, int>();
        return call =>
        {
            var isFirst = call.Split('/')[1] is "action" or "try" or "prepare";
            var mayRefuse = isFirst || call.EndsWith("/pivot", StringComparison.Ordinal);
            asked[call] = asked.GetValueOrDefault(call) + 1;
            if (random.NextDouble() >= trouble || asked[call] > 8)
                return new Act.Does();
            return random.Next(6) switch
            {
                0 when mayRefuse => new Act.Refuses("no_luck"),
                0 when random.Next(4) == 0 => new Act.EndsOtherwise("luck ran out"),
                1 => new Act.DoesAndFails(),
                2 => new Act.Dawdles(TimeSpan.FromMilliseconds(random.Next(1, 3_000))),
                3 => new Act.Dawdles(TimeSpan.FromMilliseconds(random.Next(1, 999))),
                _ => new Act.Fails(),
            };
        };
    }

    private static async Task MeanwhileAsync(Stage stage, Random random)
    {
        for (var i = random.Next(5); i > 0; i--)
        {
            await stage.WaitAsync(random.NextDouble() * (random.Next(6) == 0 ? 90 : 2));
            switch (random.Next(7))
            {
                case 6:
                    await stage.Client.SignalAsync(stage.Id, new Signal(random.Next(2) == 0 ? "accepted" : "approved", "ann") { Rejected = random.Next(4) == 0 ? "no" : null });
                    break;
                case 0:
                    await stage.CrashAsync(TimeSpan.FromSeconds(random.NextDouble() * 3));
                    break;
                case 1:
                    await stage.TakeOverAsync();
                    break;
                case 2:
                    await stage.Client.CancelAsync(stage.Id, "changed_my_mind", "customer");
                    break;
                case 3:
                    await stage.Client.AskAsync(stage.Id);
                    break;
                default:
                    await stage.DriveBesideAsync();
                    break;
            }
        }
    }
}
