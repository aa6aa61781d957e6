using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>A run whose every byte is the same each time: virtual time, a chosen id, scripted participants. What it yields is a real document.</summary>
internal sealed record EvidenceRun(Func<Script, Workflow> Define)
{
    public const string Id = "fe62d6847f00-00-0123456789abcdef0123";

    public Action<Script> Arrange { get; init; } = _ => { };

    public string Storage { get; init; } = "azure_tables";

    /// <summary>Starts so long after it was begun.</summary>
    public TimeSpan? StartsIn { get; init; }

    /// <summary>The mode that it begins in.</summary>
    public PinnedMode? Mode { get; init; }

    /// <summary>What happens before anybody drives it.</summary>
    public Func<World, Task> First { get; init; } = _ => Task.CompletedTask;

    /// <summary>The workflow of its child, whose document it is when <see cref="IsOfChild"/>.</summary>
    public Func<Script, Workflow>? Child { get; init; }

    public bool IsOfChild { get; init; }

    public EvidenceView View { get; init; } = EvidenceView.Pattern;

    /// <summary>What happens meanwhile.</summary>
    public Func<World, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    /// <summary>Reads the document after so long instead of at the end.</summary>
    public TimeSpan? After { get; init; }

    public JsonObject Document() => VirtualTime.Run(async time =>
    {
        var script = new Script(time);
        Arrange(script);
        var workflow = Define(script);
        var world = new World(time, _ => workflow, build: tx => _ = Child is null ? tx : tx.AddWorkflow(Child(script)));
        var id = TransactionId.Parse(Id);
        await world.Transactions.BeginAsync(id, new FirstAppend(Begin(workflow.Definition, time)), keyRow: null, default);
        await First(world);
        _ = world.Runner.Start(id, workflow, await world.Transactions.LoadAsync(id, default), time.GetUtcNow().AddMinutes(2));
        await Meanwhile(world);
        if (After is { } after)
            await Task.Delay(after, time);
        else
            await world.Client.WaitAsync(id, TimeSpan.FromDays(1));
        if (IsOfChild)
            id = TransactionId.Parse((await world.Client.GetAsync(id))!.Children![0].TransactionId);
        return (await world.Client.EvidenceAsync(id, View))!;
    });

    /// <summary>The process goes away and another takes its transactions over, so long after.</summary>
    public static async Task CrashAsync(World world, Workflow workflow, TimeSpan away)
    {
        await world.StopAsync();
        await Task.Delay(away, world.Time);
        await new World(world.Time, _ => workflow, store: world.Store).Recovery.RunAsync(everything: true, default);
    }

    private Started Begin(Definition definition, VirtualTime time) => new()
    {
        TransactionId = Id,
        Definition = definition,
        Input = JsonElement.Parse("""{"item":"book"}"""),
        Deadline = (time.GetUtcNow() + (StartsIn ?? TimeSpan.Zero)).AddMilliseconds(definition.DeadlineMs),
        StartsAt = time.GetUtcNow() + StartsIn,
        Mode = Mode,
        Caller = "local",
        Promised = GuaranteeVector.PromisedBy(definition),
        Storage = Storage,
        At = time.GetUtcNow(),
    };
}
