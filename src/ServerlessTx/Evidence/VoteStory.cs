namespace ServerlessTx;

/// <summary>A vote's records, ready to be told: who was asked, what was decided, who was told, and what each of them reported.</summary>
internal sealed class VoteStory
{
    private VoteStory(TransactionStory transaction, VotingVerbs verbs)
    {
        (Transaction, Verbs) = (transaction, verbs);
        Decided = transaction.Decision(Slot.Outcome);
        Participants = [.. transaction.Definition.Branches.Select(branch => new ParticipantStory(
            branch,
            CallOf(branch, verbs.Ask),
            Told is { } told ? CallOf(branch, told) : null,
            transaction.ResultOf))];
    }

    /// <summary>Of a transaction that is a vote, in the words of its pattern.</summary>
    public static VoteStory Of(TransactionStory transaction) => new(transaction, transaction.Pattern is Pattern.Tcc ? VotingVerbs.Tcc : VotingVerbs.TwoPhaseCommit);

    public TransactionStory Transaction { get; }

    public VotingVerbs Verbs { get; }

    public IReadOnlyList<ParticipantStory> Participants { get; }

    /// <summary>The record of the decision, once there is one.</summary>
    public Recorded? Decided { get; }

    public Decided? Decision => (Decided?)Decided?.Record;

    public bool IsYes => Decision?.Decision == Verbs.Yes;

    /// <summary>The phase in which the decision is told.</summary>
    public Phase? Told => Decision is null ? null : IsYes ? Verbs.TellYes : Verbs.TellNo;

    public bool AllAskedDone => Participants.All(participant => participant.Ask.IsDone);

    /// <summary>Those who are owed the decision. Turned back before its moment, it has asked nobody, and there is nobody to tell.</summary>
    public IReadOnlyList<ParticipantStory> ToTell => Transaction.Facts.StartsAt is null ? Participants : [];

    public bool AllToldDone => ToTell.All(participant => participant.Tell is { IsDone: true });

    /// <summary>A participant's own settings contradict what a growing log would show.</summary>
    public bool SaysNotFlushed => Participants.Any(participant => participant.SaysNotFlushed);

    /// <summary>How it ended, as far as the records bear it out.</summary>
    public VoteEnd End => Transaction switch
    {
        { Heuristic: true } => VoteEnd.Violated,
        { HasEnded: false } => VoteEnd.Pending,
        { IsOnWord: true } => VoteEnd.OnWord,
        _ when !AllToldDone => VoteEnd.NotShown,
        _ when !IsYes => VoteEnd.No,
        _ => AllAskedDone ? VoteEnd.Yes : VoteEnd.NotShown,
    };

    /// <summary>A word for each way of ending.</summary>
    public string Word(string yes, string no) => End switch
    {
        VoteEnd.Yes => yes,
        VoteEnd.No => no,
        VoteEnd.Violated => Guarantees.Violated,
        VoteEnd.Pending => Guarantees.Pending,
        VoteEnd.OnWord => Guarantees.OnWord,
        _ => SagaGuaranteeEvidence.NotShown,
    };

    private CallStory CallOf(DefinedBranch branch, Phase phase) => Transaction.Call(new CallName(branch.Branch, phase));
}

/// <summary>How a vote ended.</summary>
internal enum VoteEnd
{
    /// <summary>It has not.</summary>
    Pending,

    /// <summary>Ended, and the records do not bear it out.</summary>
    NotShown,

    /// <summary>A branch ended otherwise than decided.</summary>
    Violated,

    /// <summary>What became of a branch is the word of a person.</summary>
    OnWord,

    /// <summary>All were asked, all said yes, the decision was yes, all have done it.</summary>
    Yes,

    /// <summary>The decision was no, and all have done that.</summary>
    No,
}
