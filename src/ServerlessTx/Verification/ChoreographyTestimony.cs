namespace ServerlessTx;

/// <summary>What the services of one run recorded, as the judge indexes it. Read anew here: nothing of those who wrote it is asked.</summary>
internal sealed class ChoreographyTestimony
{
    public ChoreographyTestimony(PresentedChoreography presented)
    {
        Presented = presented;
        Streams = presented.Services.ToDictionary(service => service.Name, service => service.Chain.Stored());
        Hops = [.. Streams.SelectMany(stream => stream.Value.SelectMany(append => HopCodec.AllOf(stream.Key, append)))];
        Begins = [.. Hops.Where(hop => hop.Record is Began)];
        Met = [.. Hops.Where(hop => hop.Record is Reacted).Select(hop => new MetHop(hop, (Reacted)hop.Record))];
        Said = Met.Where(met => met.Is.SaysId is not null).ToLookup(met => met.Is.SaysId!);
    }

    public PresentedChoreography Presented { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<StoredAppend>> Streams { get; }

    public IReadOnlyList<RecordedHop> Hops { get; }

    public IReadOnlyList<RecordedHop> Begins { get; }

    public Began Began => (Began)Begins[0].Record;

    public ChoreographyDefinition Definition => Began.Definition;

    public IReadOnlyList<MetHop> Met { get; }

    /// <summary>Who published an event, by its id.</summary>
    public ILookup<string, MetHop> Said { get; }

    public Settled? Settled => Hops.Select(hop => hop.Record).OfType<Settled>().FirstOrDefault();

    public StreamHead? OwnerHead => Streams.TryGetValue(Begins[0].Service, out var own) ? own[^1].Head : null;

    public DefinedReaction? Reaction(MetHop met) =>
        Definition.Reactions.FirstOrDefault(reaction => reaction.Service == met.At.Service && reaction.Operation == met.Is.Operation);

    /// <summary>What a service recorded in front of a record of its own.</summary>
    public IEnumerable<MetHop> Before(MetHop met) => Met.Where(other => other.At.Service == met.At.Service && other.At.Version < met.At.Version);

    /// <summary>
    /// Who had met which event, as far as a service knew when it made a record: what it had met itself, and whatever led to that. Stamps do not
    /// say it, since clocks differ.
    /// </summary>
    public IReadOnlySet<(string Service, string EventId)> AnsweredBefore(RecordedHop hop)
    {
        var answered = new HashSet<(string, string)>();
        var left = new Stack<MetHop>(Met.Where(met => met.At.Service == hop.Service && met.At.Version < hop.Version));
        while (left.TryPop(out var met))
        {
            // Each once: a forged run may lead in a circle.
            if (met.Is.EventId is { } cause && answered.Add((met.At.Service, cause)) && Said[cause].FirstOrDefault() is { } said)
                left.Push(said);
        }

        return answered;
    }

    /// <summary>Whether a record is an undo that took its service's part back, or marked that there will be none.</summary>
    public bool TurnsBack(MetHop met) =>
        Reaction(met)?.Kind is ReactionKind.Undoes or ReactionKind.Expires && met.Is.Outcome is HopOutcome.Done or HopOutcome.NothingToUndo;

    /// <summary>Events that were published and not met by somebody who reacts to them.</summary>
    public IEnumerable<(string Service, MetHop Said)> Unmet()
    {
        var met = Met.Select(hop => (hop.At.Service, hop.Is.EventId)).ToHashSet();
        return from said in Met
               where said.Is.SaysId is not null
               from reaction in Definition.Reactions
               where reaction.On.Contains(said.Is.Says!) && !met.Contains((reaction.Service, said.Is.SaysId))
               select (reaction.Service, said);
    }
}

/// <summary>A record that an event was met, where it stands.</summary>
internal sealed record MetHop(RecordedHop At, Reacted Is);
