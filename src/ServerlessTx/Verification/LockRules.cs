using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What may happen to a lock.</summary>
internal static class LockRules
{
    public static IEnumerable<Breach> EventsAreOfTheResource(LockClaim claim) => claim.Events
        .Where(happened => happened.Is.Resource != claim.Resource)
        .Select(happened => At(happened, $"it is of the lock of '{happened.Is.Resource}'"));

    public static IEnumerable<Breach> StampsDoNotGoBack(LockClaim claim) => claim.Events.Zip(claim.Events.Skip(1))
        .Where(pair => pair.Second.Is.Moment < pair.First.Is.Moment)
        .Select(pair => At(pair.Second, "it is stamped before the one it follows"));

    public static IEnumerable<Breach> FencesOnlyGrow(LockClaim claim)
    {
        var highest = 0L;
        foreach (var happened in claim.Events)
        {
            // What was given up or lost was given, though the part of the history that says so may be gone.
            if (happened.Is.Type == PresentedLockEvent.Acquired && happened.Is.Token <= highest)
                yield return At(happened, $"token {happened.Is.Token} was given behind token {highest}");
            highest = Math.Max(highest, happened.Is.Token);
        }
    }

    /// <summary>Who held it when the kept part begins is not told, so that its first event is believed.</summary>
    public static IEnumerable<Breach> OneHoldsItAtATime(LockClaim claim)
    {
        var isTold = claim.Chain.Start.Version == 0;
        PresentedLockEvent? holder = null;
        foreach (var happened in claim.Events)
        {
            if (happened.Is.Type == PresentedLockEvent.Acquired)
            {
                if (holder is not null)
                    yield return At(happened, $"'{holder.Holder}' held it under token {holder.Token} and had neither released it nor lost it");
                holder = happened.Is;
            }
            else
            {
                if (isTold && (holder is null || holder.Token != happened.Is.Token || holder.Holder != happened.Is.Holder))
                    yield return At(happened, $"'{happened.Is.Holder}' did not hold it under token {happened.Is.Token}");
                holder = null;
            }

            isTold = true;
        }
    }

    public static IEnumerable<Breach> DocumentIsWhatItsChainYields(LockClaim claim) =>
        DocumentComparison.Differences(claim.Document.Json, () => Yielded(claim));

    private static JsonObject Yielded(LockClaim claim)
    {
        var last = claim.Events[^1].Is;
        var history = new JsonObject { ["resource"] = claim.Resource, ["lock_token"] = last.Token };
        if (last.Type == PresentedLockEvent.Acquired)
            history["lock_holder"] = last.Holder;
        history["events"] = new JsonArray([.. claim.Events.Select(happened => JsonNodes.Of(happened.Is.Json))]);
        return new JsonObject
        {
            ["lock_history"] = history,
            ["chain"] = new JsonArray([.. claim.Chain.Appends.Select(append => append.ToNode())]),
            ["head"] = new JsonObject { ["version"] = claim.Events[^1].Version, ["hash"] = claim.Chain.Appends[^1].Hash },
        };
    }

    private static Breach At((long Version, PresentedLockEvent Is) happened, string what) =>
        new() { Version = happened.Version, Call = happened.Is.Type, What = what };
}
