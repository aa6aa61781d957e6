namespace ServerlessTx.Explorer;

/// <summary>Who makes calls under limits, each on a host of its own.</summary>
internal sealed class LimitRoles(IReadOnlyList<ConcurrencyLimit> limits)
{
    private static readonly TransactionId Ann = TransactionId.Parse("fe6b2a91c3d4-00-000000000000000000a1");
    private static readonly TransactionId Bob = TransactionId.Parse("fe6b2a91c3d4-00-000000000000000000b2");
    private static readonly TransactionId Cleo = TransactionId.Parse("fe6b2a91c3d4-00-000000000000000000c3");
    private static readonly TransactionId Last = TransactionId.Parse("fe6b2a91c3d4-00-000000000000000000d4");

    private readonly Dictionary<Role, LimitedCall> _calls = [];

    public IReadOnlyList<ConcurrencyLimit> Limits => limits;

    public Role AnnA => Of("ann/a", Ann, "a");

    /// <summary>Another driver of her transaction, on another host: it makes the same call.</summary>
    public Role AnnAAgain => Of("ann/a on 2", Ann, "a");

    public Role AnnB => Of("ann/b", Ann, "b");

    public Role BobA => Of("bob/a", Bob, "a");

    public Role CleoA => Of("cleo/a", Cleo, "a");

    /// <summary>Comes when all others are done or gone: it has a turn if none was lost.</summary>
    public Role Healer => Of("healer", Last, "a");

    public LimitedCall CallOf(Role role) => _calls[role];

    private Role Of(string name, TransactionId id, string branch)
    {
        if (_calls.Keys.FirstOrDefault(role => role.Name == name) is { } known)
            return known;
        var call = new LimitedCall(id, branch);
        var made = new Role(name, IsDriver: true, (host, subject) => MakeAsync(name, call, host, subject));
        _calls.Add(made, call);
        return made;
    }

    /// <summary>Asks as a driver does, until there is an answer.</summary>
    private async Task<object?> MakeAsync(string name, LimitedCall call, ActorHost host, TransactionSubject subject)
    {
        var effect = LimitHost.Effect(limits, host, name);
        var (began, view) = (new Appended.Stands(subject.AtBegin.Head), new TransactionView(subject.AtBegin.Records));
        var attempt = new CallAttempt(call.Of, subject.Workflow, call.Call, Number: 1, subject.Workflow.Definition.Policy.Timeout);
        while (await effect.AskAsync(began, attempt, view, CancellationToken.None) is { Record: not Answered } asked)
        {
            if (asked.Record is Unanswered)
                attempt = attempt with { Number = attempt.Number + 1 };
        }

        return null;
    }
}
