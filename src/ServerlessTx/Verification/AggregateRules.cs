namespace ServerlessTx;

/// <summary>What the events of any aggregate keep to.</summary>
internal static class AggregateRules
{
    /// <summary>Nothing else in the bytes says whose they are: without it one account's history could be shown as another's.</summary>
    public static IEnumerable<Breach> FirstEventNamesTheAggregate(AggregateClaim claim)
    {
        // An id may hold a colon and a type none, or else an account could pass for something of another type, of whose state nothing is judged.
        if (claim.Stream?.Split(':', 2) is not [var type, var id] || (type, id) != (claim.Type, claim.Id))
            yield return At(claim.Events[0], $"it begins the stream '{claim.Stream}', and the document is about the {claim.Type} '{claim.Id}'");
        foreach (var other in claim.Events.Skip(1).Where(happened => happened.Is.Stream is not null))
            yield return At(other, "it begins a stream, and stands inside one");
    }

    public static IEnumerable<Breach> IdsAreOnesOwn(AggregateClaim claim)
    {
        var seen = new Dictionary<string, long>();
        foreach (var happened in claim.Events)
        {
            if (!seen.TryAdd(happened.Is.EventId, happened.Version))
                yield return At(happened, $"'{happened.Is.EventId}' is the id of event {seen[happened.Is.EventId]}");
        }
    }

    public static IEnumerable<Breach> StampsDoNotGoBack(AggregateClaim claim) => claim.Events.Zip(claim.Events.Skip(1))
        .Where(pair => pair.Second.Is.Moment < pair.First.Is.Moment)
        .Select(pair => At(pair.Second, $"it is stamped {pair.Second.Is.At}, and event {pair.First.Version} {pair.First.Is.At}"));

    public static Breach At((long Version, PresentedEvent Is) happened, string what) =>
        new() { Version = happened.Version, Call = happened.Is.Type, What = what };
}
