using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>The one transaction that is explored, as it was begun.</summary>
internal sealed class TransactionSubject
{
    private static readonly ServerlessTxOptions Options = new() { Shards = 1, HostName = "driver" };

    private readonly TimeSpan _step;

    /// <param name="workflow">Its workflow.</param>
    /// <param name="step">How far time goes on at once; past the soonest deadline or round without it.</param>
    public TransactionSubject(Workflow workflow, TimeSpan? step = null)
    {
        Workflow = workflow;
        Workflows = new WorkflowRegistry([workflow], new ParticipantRegistry([]));
        var started = new Started
        {
            TransactionId = Id.ToString(),
            Definition = workflow.Definition,
            Input = JsonElement.Parse("""{"item":"book"}"""),
            Deadline = Begun.AddMilliseconds(workflow.Definition.DeadlineMs),
            Caller = "local",
            Promised = GuaranteeVector.PromisedBy(workflow.Definition),
            Storage = "memory",
            At = Begun,
        };
        var store = new MemoryPartitionStore();
        var transactions = new TransactionStore(store, TimeProvider.System, Options, NullLogger<TransactionStore>.Instance);
        transactions.BeginAsync(Id, started, keyRow: null, default).GetAwaiter().GetResult();
        AtBegin = transactions.LoadAsync(Id, default).GetAwaiter().GetResult();
        BeginStore = store;
        PastDeadline = started.Deadline.AddSeconds(1);
        var soonest = workflow.Definition.Branches.Select(branch => branch.Wait?.WithinMs).OfType<long>().Append(workflow.Definition.DeadlineMs).Min();
        _step = step ?? TimeSpan.FromMilliseconds(soonest) + TimeSpan.FromSeconds(1);
    }

    public TransactionId Id { get; } = TransactionId.Parse("fe6b2a91c3d4-00-5f0c9d8e7b6a54321f0e");

    public DateTimeOffset Begun { get; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public DateTimeOffset PastDeadline { get; }

    /// <summary>How long behind its last sign of life a driver is missed.</summary>
    public TimeSpan Patience => Options.Grace + Workflow.Definition.Policy.Timeout;

    /// <summary>Time goes on past the deadline, or past the rounds of waits that have begun, and stands still between.</summary>
    public DateTimeOffset At(int moment) => Begun + (moment * _step);

    public Workflow Workflow { get; }

    public WorkflowRegistry Workflows { get; }

    /// <summary>What its starter knows.</summary>
    public Appended.Loaded AtBegin { get; }

    public IPartitionStore BeginStore { get; }
}
