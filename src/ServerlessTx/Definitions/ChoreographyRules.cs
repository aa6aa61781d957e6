namespace ServerlessTx;

/// <summary>What a choreography must hold to, since nobody in it sees the whole: no dead end, no loop, and for every failure someone who undoes each part.</summary>
internal static class ChoreographyRules
{
    private const int MostReactions = 64;

    /// <summary>The first rule it breaks, or nothing.</summary>
    public static string? Fault(ChoreographyDefinition defined) => Faults(defined).FirstOrDefault();

    private static IEnumerable<string> Faults(ChoreographyDefinition defined) =>
    [
        .. Numbers(defined), .. Beginnings(defined), .. Services(defined), .. Events(defined), .. Loops(defined), .. DeadEnds(defined), .. Failures(defined),
    ];

    private static IEnumerable<string> Numbers(ChoreographyDefinition defined)
    {
        if (defined.Version < 1 || defined.DeadlineMs < 1 || defined.StuckAfterMs < 1)
            yield return "version, deadline and stuck-after must be more than 0";
        if (defined.Reactions.Count > MostReactions)
            yield return $"it has {defined.Reactions.Count} reactions, and at most {MostReactions} are taken";
    }

    private static IEnumerable<string> Beginnings(ChoreographyDefinition defined)
    {
        foreach (var kind in new[] { ReactionKind.Starts, ReactionKind.Ends, ReactionKind.Expires })
        {
            var found = defined.Reactions.Where(reaction => reaction.Kind == kind).ToList();
            if (found.Count == 0)
                yield return $"exactly one operation {kind.Word()} it, and there is none";
            else if (found.Count > 1)
                yield return $"exactly one operation {kind.Word()} it, and there are {found.Count}: {string.Join(", ", found.Select(Name))}";
        }

        foreach (var other in defined.Reactions.Where(reaction => reaction.Kind is ReactionKind.Ends or ReactionKind.Expires))
        {
            if (defined.Reactions.FirstOrDefault(reaction => reaction.Kind is ReactionKind.Starts) is { } start && start.Service != other.Service)
                yield return $"{Name(other)} belongs to its owner {start.Service}, since it has to be a conditional write of one service";
        }
    }

    private static IEnumerable<string> Services(ChoreographyDefinition defined)
    {
        foreach (var service in defined.Reactions.GroupBy(reaction => reaction.Service))
        {
            if (service.SelectMany(reaction => reaction.On).GroupBy(happened => happened).FirstOrDefault(same => same.Count() > 1) is { } twice)
                yield return $"{service.Key} reacts to {twice.Key} twice; a service has one answer to an event";
            if (service.GroupBy(reaction => reaction.Operation).FirstOrDefault(same => same.Count() > 1) is { } same)
                yield return $"{service.Key} has the operation {same.Key} twice; name them apart";
            var parts = service.Where(IsPart).ToList();
            if (parts.Count > 1)
                yield return $"{service.Key} does {string.Join(" and ", parts.Select(part => part.Operation))}; a service that undoes has one part to undo, so make two services of it";
            foreach (var undo in service.Where(reaction => reaction.Undoes is not null && parts.All(part => part.Operation != reaction.Undoes)))
                yield return $"{Name(undo)} undoes {undo.Undoes}, which {service.Key} does not do";
        }
    }

    private static IEnumerable<string> Events(ChoreographyDefinition defined)
    {
        var said = defined.Reactions.SelectMany(reaction => new[] { reaction.Says, reaction.Fails }.OfType<string>().Select(happened => (happened, reaction))).ToList();
        foreach (var twice in said.GroupBy(pair => pair.happened).Where(same => same.Count() > 1))
            yield return $"{twice.Key} is published by {string.Join(" and by ", twice.Select(pair => Name(pair.reaction)))}; whoever hears it could not tell which";
        foreach (var (reaction, happened) in defined.Reactions.SelectMany(reaction => reaction.On.Select(happened => (reaction, happened))))
        {
            if (said.All(pair => pair.happened != happened))
                yield return $"{Name(reaction)} waits for {happened}, which nobody publishes";
        }
    }

    private static IEnumerable<string> DeadEnds(ChoreographyDefinition defined) => defined.Reactions
        .Where(IsPart)
        .Where(part => !defined.To(part.Says).Any(reaction => reaction.Kind is ReactionKind.Does or ReactionKind.Ends))
        .Select(part => $"{part.Says} of {Name(part)} is a dead end: nobody goes on with it and it is not the end");

    /// <summary>An event that leads back to itself would go round for ever.</summary>
    private static IEnumerable<string> Loops(ChoreographyDefinition defined) => defined.Reactions
        .SelectMany(reaction => reaction.On)
        .Distinct()
        .Where(happened => Behind(defined, happened).Contains(happened))
        .Take(1)
        .Select(happened => $"{happened} leads back to itself: a loop has no end");

    /// <summary>Whatever may have been done when an event of failure comes must be undone by it: all parts but what only follows the one that failed.</summary>
    private static IEnumerable<string> Failures(ChoreographyDefinition defined)
    {
        foreach (var failing in defined.Reactions.Where(reaction => reaction.Fails is not null || reaction.Kind is ReactionKind.Expires))
        {
            var failure = failing.Fails ?? failing.Says;
            var later = failing.Kind is ReactionKind.Expires ? [] : Behind(defined, failing.Says).Append(failing.Says).ToHashSet();
            foreach (var part in defined.Reactions.Where(IsPart).Where(part => part != failing && !part.On.Any(later.Contains)))
            {
                // Expiring is itself the undo of the beginning.
                if (part.Operation == failing.Undoes && part.Service == failing.Service)
                    continue;
                if (!defined.Reactions.Any(undo => undo.Service == part.Service && undo.Undoes == part.Operation && undo.On.Contains(failure)))
                    yield return $"nobody undoes {Name(part)} when {failure} happens: give {part.Service} an undo that reacts to it";
            }
        }
    }

    /// <summary>Every event that an event can lead to.</summary>
    private static HashSet<string> Behind(ChoreographyDefinition defined, string happened)
    {
        var found = new HashSet<string>();
        var left = new Queue<string>([happened]);
        while (left.TryDequeue(out var next))
        {
            foreach (var said in defined.To(next).SelectMany(reaction => new[] { reaction.Says, reaction.Fails }.OfType<string>()).Where(found.Add))
                left.Enqueue(said);
        }

        return found;
    }

    /// <summary>What leaves something behind that may have to be undone.</summary>
    private static bool IsPart(DefinedReaction reaction) => reaction.Kind is ReactionKind.Starts or ReactionKind.Does;

    private static string Name(DefinedReaction reaction) => $"{reaction.Service}/{reaction.Operation}";
}
