using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>The product's own services for modes, over an actor's gates.</summary>
internal sealed class ModeHost
{
    private readonly ActorHost _host;
    private readonly ModeRegistry _registry;

    public ModeHost(ActorHost host, ModeGroup group)
    {
        var store = new ModeStore(host.Store, host.Clock);
        _host = host;
        _registry = new ModeRegistry([group], new ModeBuffer(store));
        Group = group;
        Admission = new ModeAdmission(_registry, store);
        var detector = new ModeDetector(host.Clock);
        host.Memory.AddRange([store, detector]);
        var modes = new ModeSwitch(store, host.Clock, NullLogger<ModeSwitch>.Instance);
        var reconciler = new Reconciler(store, new Decisions(host.Turning, host), host.Clock, NullLogger<Reconciler>.Instance);
        var failBack = new FailBack(modes, reconciler, new UnderWay(host.Transactions, host.Shards));
        Watch = new ModeWatch(_registry, Admission, detector, modes, failBack, new ModeReminder(host.Clock, NullLogger<ModeReminder>.Instance));
        Desk = new ModeDesk(_registry, Admission, store, modes, new ModeEscrow(store), reconciler, host.Clock);
    }

    public ModeGroup Group { get; }

    public ModeAdmission Admission { get; }

    public ModeWatch Watch { get; }

    public ModeDesk Desk { get; }

    public Recovery Recovery => _host.RecoveryOf(new WorkflowRegistry([Group.Strict, _registry.DegradedForm(Group)], new ParticipantRegistry([])));
}
