using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>The product's own services for children, over an actor's gates.</summary>
internal sealed class ChildHost
{
    public ChildHost(ActorHost host, WorkflowRegistry workflows, ServerlessTxOptions options)
    {
        var random = RandomNumberGenerator.Create();
        var (modes, participants) = (new ModeStore(host.Store, host.Clock), new ParticipantRegistry([]));
        var personal = new PersonalData(new SubjectKeyTable(host.Store, host.Clock, random), random);
        var starter = new TransactionStarter(
            host.Transactions, new IdempotencyKeys(host.Transactions, options, host.Clock), new KeyAttempts(host.Transactions, host.Clock, random), workflows,
            new ModeAdmission(new ModeRegistry([], new ModeBuffer(modes)), modes), new AdHocReader(participants, workflows, host.Clock),
            new AdHocSealing(personal, participants), host, personal, host.Shards, options, host.Clock, random);
        Desk = new ChildDesk(starter, host.Transactions, host.Turning, host.Shards, host);
        Notices = new ChildNotices(host.Transactions, new SignalDesk(host.Writer), host, NullLogger<ChildNotices>.Instance);
    }

    public IChildren Desk { get; }

    public ChildNotices Notices { get; }
}
