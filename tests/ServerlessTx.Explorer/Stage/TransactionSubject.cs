using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>The transaction that is explored, as it was begun, and the child that a step of it begins, if one does.</summary>
internal sealed class TransactionSubject
{
    private static readonly ServerlessTxOptions Options = new() { Shards = 1, HostName = "driver" };

    private readonly TimeSpan _step;

    /// <param name="workflow">Its workflow.</param>
    /// <param name="child">What its child runs.</param>
    /// <param name="step">How far time goes on at once; past the soonest deadline or round without it.</param>
    public TransactionSubject(Workflow workflow, Workflow? child = null, TimeSpan? step = null)
    {
        Workflow = workflow;
        Workflows = new WorkflowRegistry([workflow, .. child is null ? Array.Empty<Workflow>() : [child]], new ParticipantRegistry([]));
        Members = [new Member(Id, workflow, First: 0), .. child is null ? Array.Empty<Member>() : [ChildOf(workflow.Definition, child)]];
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
        transactions.BeginAsync(Id, new FirstAppend(started), keyRow: null, default).GetAwaiter().GetResult();
        AtBegin = transactions.LoadAsync(Id, default).GetAwaiter().GetResult();
        BeginStore = store;
        PastDeadline = started.Deadline.AddSeconds(1);
        var soonest = Branches.Select(branch => branch.Wait?.WithinMs).OfType<long>().Append(workflow.Definition.DeadlineMs).Min();
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

    /// <summary>It, and behind it its child. Branches of the two have different names.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Its child.</summary>
    public Member? Child => Members is [_, var child] ? child : null;

    /// <summary>The branches of all.</summary>
    public IEnumerable<DefinedBranch> Branches => Members.SelectMany(member => member.Definition.Branches);

    /// <summary>Whose branch it is.</summary>
    public Member Of(string branch) => Members.First(member => member.Definition.Branches.Any(defined => defined.Branch == branch));

    /// <summary>What its starter knows.</summary>
    public Appended.Loaded AtBegin { get; }

    public IPartitionStore BeginStore { get; }

    private Member ChildOf(Definition parent, Workflow child)
    {
        var step = parent.Branches.Single(branch => branch.Child is not null);
        return new Member(TransactionId.ChildOf(new ParentCall(Id.ToString(), step.Branch, step.Child!.Signal), shard: 0), child, parent.Branches.Count);
    }
}
