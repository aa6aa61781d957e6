namespace ServerlessTx.Explorer;

/// <summary>
/// Judges one transaction in a state by what its participants did and by what actors were told, without knowing how a coordinator works. Of the
/// evidence it reads only what was decided and how it ended; the rest is the verifier's.
/// </summary>
internal sealed class Oracle(World world, Member member)
{
    private readonly IReadOnlyList<DefinedBranch> _branches = member.Definition.Branches;
    private readonly Dictionary<(int Branch, int Rows), EffectFacts> _effects = [];
    private readonly WaitOracle _waits = new(world.Subject, member);

    /// <summary>What is wrong in a state that a move led to, or nothing.</summary>
    public string? Fault(State state)
    {
        var effects = state.Services.Skip(member.First).Take(_branches.Count).Select((rows, i) => EffectsOf(i, rows)).ToList();
        if (world.Evidence.Of(state.Evidence, member) is not { } evidence)
            return effects.Any(effect => effect.Effect != Effect.None) ? $"something was done of {member.Definition.Name}, and it has no record" : null;
        return evidence.Breaches.FirstOrDefault()
            ?? (evidence.Told == evidence.Standing ? null : $"who reads is told {evidence.Told?.Decision}, and decided is {evidence.Standing?.Decision}")
            ?? FaultOfOne(effects)
            ?? (member.Definition.Pattern is Pattern.Saga ? FaultOfSaga(effects, evidence) : FaultOfVote(effects))
            ?? (evidence.EndedOtherwise is { } otherwise ? $"{otherwise.Name} ended otherwise than decided: {otherwise.Reason}" : null)
            ?? (evidence.End is { } end && !evidence.IsByHand ? FaultAtEnd(end, effects, evidence) : null)
            ?? (evidence.End is null != evidence.Due is not null ? "its open row and its end do not fit" : null)
            ?? state.Actors.Select(actor => FaultOf(actor, evidence)).FirstOrDefault(fault => fault is not null)
            ?? _waits.Fault(state, evidence);
    }

    private EffectFacts EffectsOf(int branch, RowSet rows)
    {
        if (!_effects.TryGetValue((branch, rows.Id), out var facts))
            _effects.Add((branch, rows.Id), facts = new EffectFacts(rows, BarrierRecord.Key(member.Id.ToString(), _branches[branch].Branch)));
        return facts;
    }

    private string? FaultOfOne(List<EffectFacts> effects)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            if (effects[i].Effect is { Made: > 1 } twice)
                return $"the effect of {_branches[i].Branch} was made {twice.Made} times";
            // What a child did is undone by a call of its parent's.
            if (effects[i].Effect is var effect && effect.Undone > effect.Made && _branches[i].Child is null)
                return $"{_branches[i].Branch} was undone {effect.Undone} times and made {effect.Made} times";
        }

        return null;
    }

    /// <summary>One participant's yes is made final only when all promised, and nobody who promised is released then.</summary>
    private string? FaultOfVote(List<EffectFacts> effects)
    {
        if (effects.All(effect => !effect.Effect.Stands))
            return null;
        var made = _branches[effects.FindIndex(effect => effect.Effect.Stands)].Branch;
        for (var i = 0; i < effects.Count; i++)
        {
            if (!effects[i].HasPromised)
                return $"{made} was made final, and {_branches[i].Branch} had not promised";
            if (effects[i].HasReleased)
                return $"{made} was made final, and {_branches[i].Branch} was released";
        }

        return null;
    }

    /// <summary>What cannot be undone is done only while all steps before it stand, and none of them is undone behind it.</summary>
    private string? FaultOfSaga(List<EffectFacts> effects, EvidenceFacts evidence)
    {
        for (var last = effects.Count - 1; last > 0; last--)
        {
            if (!effects[last].Effect.Stands || _branches[last].Phase is Phase.Action)
                continue;
            for (var before = 0; before < last; before++)
            {
                if (_branches[before].Group < _branches[last].Group && !IsDone(before, effects[before], evidence))
                    return $"{_branches[last].Branch} was done, and {_branches[before].Branch} does not stand";
            }
        }

        return null;
    }

    /// <summary>All or nothing, now and whatever comes late.</summary>
    private string? FaultAtEnd(TransactionStatus end, List<EffectFacts> effects, EvidenceFacts evidence)
    {
        var isAll = end is TransactionStatus.Completed or TransactionStatus.Confirmed or TransactionStatus.Committed;
        for (var i = 0; i < effects.Count; i++)
        {
            if (isAll ? !IsDone(i, effects[i], evidence) : effects[i].Effect.Stands)
                return $"it is {end.Word()}, and {_branches[i].Branch} {(isAll ? "was not done" : "stands")}";
            if (effects[i].Effect.IsHeld)
                return $"it is {end.Word()}, and {_branches[i].Branch} is still held";
        }

        return null;
    }

    /// <summary>A step that waits is done by a yes, and who was to be asked next is asked exactly when its round begins.</summary>
    private bool IsDone(int branch, EffectFacts effect, EvidenceFacts evidence) => _branches[branch] switch
    {
        { Child: { } child } => evidence.FirstSaid(child.Signal) is { Rejected: null },
        { Wait: { } wait } => evidence.FirstSaid(wait.Signal) is { Rejected: null },
        { Escalates: { } waiting, Round: { } round } => effect.Effect.Stands == evidence.HasBegun(waiting, round),
        _ => effect.Effect.Stands,
    };

    private string? FaultOf(Situation actor, EvidenceFacts evidence)
    {
        if (actor.Failure is { } failure)
            return $"{actor.Role.Name} failed: {failure}";
        if (actor.Result is Told told && member == world.Subject.Members[0])
            return FaultOf(actor.Role, told, evidence);
        foreach (var waiting in actor.Waits)
        {
            if (waiting.Request is Request.Ask ask && world.Subject.Of(ask.Call.Branch) == member && !ask.Call.Phase.IsFirst() && !evidence.Tells(ask.Call.Phase, ask.Decision))
                return $"{actor.Role.Name} tells {ask.Call}, and no append stands that decided so";
        }

        return null;
    }

    /// <summary>What somebody was told is true for ever.</summary>
    private static string? FaultOf(Role role, Told told, EvidenceFacts evidence) => told.State?.Decision switch
    {
        null when told.MustBeDecided => $"{role.Name} was told that nothing is decided",
        { } decision when decision != evidence.Decided?.Decision && decision != evidence.Standing?.Decision =>
            $"{role.Name} was told {decision}, and decided is {evidence.Decided?.Decision.ToString() ?? "nothing"}",
        _ => null,
    };
}
