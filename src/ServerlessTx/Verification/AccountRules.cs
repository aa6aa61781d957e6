using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// A bank account as the source has it (Part II, Pattern 4, <c>apply_event</c>), with holds for transactions: its rules are a page of text, so that a
/// stranger can add it up without our code. Other types say in their own words what their state is, and of those only the events are judged.
/// </summary>
internal static class AccountRules
{
    public const string Type = "BankAccount";

    private const string State = "$.event_sourced_aggregate.current_state";

    private static readonly string[] Known = ["AccountOpened", "MoneyDeposited", "MoneyWithdrawn", "AccountClosed", "MoneyHeld", "HoldTaken", "HoldReleased"];

    public static IEnumerable<Breach> EventsAreKnown(AggregateClaim claim) => claim.Events
        .Where(happened => !Known.Contains(happened.Is.Type) || happened.Is.TypeVersion != 1)
        .Select(happened => AggregateRules.At(
            happened, $"'{happened.Is.Type}' (version {happened.Is.TypeVersion}) is an event that this verifier does not know: use a newer one"));

    public static IEnumerable<Breach> RulesAreKept(AggregateClaim claim)
    {
        var account = new AddedUp();
        foreach (var happened in claim.Events)
        {
            if (account.Objection(happened.Is) is { } objection)
                yield return AggregateRules.At(happened, objection);
            account = account.After(happened.Is);
        }
    }

    public static IEnumerable<Breach> StateAddsUp(AggregateClaim claim)
    {
        if (claim.IsUntold)
        {
            foreach (var told in claim.State!.Value.EnumerateObject().Where(member => member.Name is not ("untold" or "version")))
                yield return Breach.In($"{State}.{told.Name}", $"{told.Value.GetRawText()} stands there, and the state is said to be untold");
            yield break;
        }

        var account = claim.Events.TakeWhile(happened => happened.Version <= claim.Through).Aggregate(new AddedUp(), (sum, happened) => sum.After(happened.Is));
        if (JsonNumber.ToDecimal(claim.StateMember("balance")) != account.Balance)
            yield return In("balance", claim, account.Balance.ToString(CultureInfo.InvariantCulture));
        foreach (var (member, expected) in new[] { ("status", account.Status), ("customer_id", account.CustomerId), ("currency", account.Currency) })
        {
            if (claim.StateMember(member) is not { ValueKind: JsonValueKind.String } text || text.GetString() != expected)
                yield return In(member, claim, $"'{expected}'");
        }

        if (!AreSame(account.Holds, claim.StateMember("holds")))
            yield return In("holds", claim, account.Holds.IsEmpty ? "none" : string.Join(", ", account.Holds.Select(hold => $"{hold.Key} of {hold.Value}")));
    }

    private static bool AreSame(ImmutableSortedDictionary<string, decimal> holds, JsonElement? said) => said switch
    {
        null => holds.IsEmpty,
        { ValueKind: JsonValueKind.Object } members => members.GetPropertyCount() == holds.Count && members.EnumerateObject().All(member =>
            holds.TryGetValue(member.Name, out var held) && JsonNumber.ToDecimal(member.Value) == held),
        _ => false,
    };

    private static Breach In(string member, AggregateClaim claim, string expected) => Breach.In(
        $"{State}.{member}",
        $"{claim.StateMember(member)?.GetRawText() ?? "nothing"} stands there, and its events make {expected}");
}
