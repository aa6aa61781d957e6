namespace ServerlessTx;

/// <summary>
/// One run, put together from what each of its services recorded. Nothing is stored of it and no clock is asked: the same streams tell the
/// same story.
/// </summary>
internal sealed class ChoreographyStory
{
    /// <param name="streams">Each service's stream, by its name. One of them is the owner's.</param>
    public ChoreographyStory(IReadOnlyDictionary<string, IReadOnlyList<StoredAppend>> streams)
    {
        Streams = streams;
        Hops = [.. streams.SelectMany(stream => stream.Value.SelectMany(append => HopCodec.AllOf(stream.Key, append)))];
        Began = Hops.Select(hop => hop.Record).OfType<Began>().First();
        Reactions = [.. InOrder(Hops.Where(hop => hop.Record is Reacted))];
        Missing = [.. MissingAnswers()];
    }

    public IReadOnlyDictionary<string, IReadOnlyList<StoredAppend>> Streams { get; }

    public IReadOnlyList<RecordedHop> Hops { get; }

    public Began Began { get; }

    public ChoreographyDefinition Definition => Began.Definition;

    /// <summary>What the services did about which events: each behind what caused it.</summary>
    public IReadOnlyList<RecordedHop> Reactions { get; }

    /// <summary>Who has not met which event, since when.</summary>
    public IReadOnlyList<MissingAnswer> Missing { get; }

    public Settled? Settled => Hops.Select(hop => hop.Record).OfType<Settled>().FirstOrDefault();

    public TransactionStatus Status => Settled?.Status
        ?? (Missing.Count > 0 && Hops.Any(hop => hop.Record is FellSilent) ? TransactionStatus.Stuck : TransactionStatus.Running);

    public bool HasSettled => Settled is not null;

    /// <summary>The owner has come to the good end.</summary>
    public bool HasEnded => Reactions.Any(hop => DefinedOf(hop) is { Kind: ReactionKind.Ends } && OutcomeOf(hop) is HopOutcome.Done);

    /// <summary>The owner has undone the beginning, because of a failure or of a silence.</summary>
    public bool IsTurnedBack => OwnersUndo is not null;

    /// <summary>Why it was turned back: the reason of the refusal that the owner heard of, or that somebody stayed silent until the deadline.</summary>
    public string? Reason => OwnersUndo is not { } undo ? null
        : CausesOf(undo).FirstOrDefault(hop => OutcomeOf(hop) is HopOutcome.Refused) is { Record: Reacted { Payload: { } payload } }
            && payload.TryGetProperty("reason", out var reason) ? reason.GetString() : Decided.DeadlinePassed;

    private RecordedHop? OwnersUndo => Reactions.FirstOrDefault(hop =>
        hop.Service == Definition.Owner && DefinedOf(hop) is { Undoes: not null } && OutcomeOf(hop) is HopOutcome.Done);

    /// <summary>Whether every event that was met was published in one of these streams.</summary>
    public bool HasEveryCause => Reactions.Select(hop => ((Reacted)hop.Record).EventId).All(cause => cause is null || Publisher(cause) is not null);

    public DateTimeOffset Newest => Hops.Max(hop => hop.Record.At);

    public bool IsPersisted => Guarantees.DurabilityOf(Began.Storage) == Guarantees.Strong;

    public Guarantees Guarantees => new(
        Began.Promised,
        Began.Promised with
        {
            Atomicity = HasSettled ? Began.Promised.Atomicity : Guarantees.Pending,
            Consistency = HasSettled ? Began.Promised.Consistency : Guarantees.Pending,
            Durability = Guarantees.DurabilityOf(Began.Storage),
        },
        [.. new[] { HasSettled ? "consistency" : null, IsPersisted ? "durability" : null }.OfType<string>()]);

    /// <summary>What a choreography promises, in the words of the source's first table.</summary>
    public static GuaranteeVector Promised { get; } =
        new("Eventual", "Eventual", "Read uncommitted", "Strong", "Multi-service", "Async choreography");

    public DefinedReaction? DefinedOf(RecordedHop hop) => Definition.Find(hop.Service, ((Reacted)hop.Record).Operation);

    public static HopOutcome OutcomeOf(RecordedHop hop) => ((Reacted)hop.Record).Outcome;

    /// <summary>The hop that published an event.</summary>
    public RecordedHop? Publisher(string? eventId) =>
        eventId is null ? null : Reactions.FirstOrDefault(hop => ((Reacted)hop.Record).SaysId == eventId);

    /// <summary>What led to a hop, the nearest first. Each once: a forged stream may lead in a circle.</summary>
    private IEnumerable<RecordedHop> CausesOf(RecordedHop hop)
    {
        var seen = new HashSet<RecordedHop>();
        for (var cause = CauseOf(hop); cause is not null && seen.Add(cause); cause = CauseOf(cause))
            yield return cause;
    }

    private RecordedHop? CauseOf(RecordedHop hop) => Publisher(((Reacted)hop.Record).EventId);

    /// <summary>By their stamps, and those of one moment by who caused whom: no clock has to agree with another, since nobody is stamped before his cause.</summary>
    private static IEnumerable<RecordedHop> InOrder(IEnumerable<RecordedHop> hops)
    {
        var left = hops.OrderBy(hop => hop.Record.At).ThenBy(hop => hop.Service, StringComparer.Ordinal).ThenBy(hop => hop.Version).ToList();
        var told = new HashSet<string>();
        while (left.Count > 0)
        {
            var next = left.Find(hop => ((Reacted)hop.Record).EventId is not { } cause || told.Contains(cause))
                // Its cause is in no stream that was given. The verifier says so; here it stands by its stamp.
                ?? left[0];
            left.Remove(next);
            if (((Reacted)next.Record).SaysId is { } said)
                told.Add(said);
            yield return next;
        }
    }

    private IEnumerable<MissingAnswer> MissingAnswers()
    {
        var met = Reactions.Select(hop => (hop.Service, ((Reacted)hop.Record).EventId)).ToHashSet();
        foreach (var said in Reactions.Select(hop => (Reacted)hop.Record).Where(reacted => reacted.SaysId is not null))
        {
            foreach (var service in Definition.To(said.Says!).Select(reaction => reaction.Service).Where(service => !met.Contains((service, said.SaysId))))
                yield return new MissingAnswer(service, said.Says!, said.SaysId!, said.At) { DeadLetter = WhyDead(service, said.SaysId!) };
        }
    }

    /// <summary>Why an event lies in a service's dead-letter queue; nothing when it does not, or has been put back.</summary>
    private string? WhyDead(string service, string eventId) => Hops.LastOrDefault(hop => hop.Service == service && hop.Record switch
    {
        DeadLettered dead => dead.EventId == eventId,
        PutBack back => back.EventId == eventId,
        _ => false,
    })?.Record is DeadLettered last ? last.Reason : null;
}
