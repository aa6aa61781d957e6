using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>
/// The whole document of a choreography, in both of the source's forms and in each way in which a run can stand. A file is written once with
/// <c>UPDATE_EVIDENCE=1</c> and never changed.
/// </summary>
public sealed class GoldenChoreographies
{
    private const string Saga = "choreography_saga";
    private const string Events = "saga_execution";

    /// <summary>What a verifier of this version cannot judge, and says so.</summary>
    private const string Later = $"{Saga} of_a_later_version";

    private static readonly Dictionary<string, Func<OrderRun>> Runs = new()
    {
        [$"{Saga} completed"] = OrderRuns.Completed,
        [$"{Saga} ended"] = OrderRuns.Ended,
        [$"{Saga} compensated"] = OrderRuns.Compensated,
        [$"{Saga} declined"] = OrderRuns.Declined,
        [$"{Saga} expired_beside_a_refusal"] = OrderRuns.ExpiredBesideARefusal,
        [$"{Saga} expiring"] = OrderRuns.Expiring,
        [$"{Saga} expired_unheard"] = OrderRuns.ExpiredUnheard,
        [$"{Saga} ended_too_late"] = OrderRuns.EndedTooLate,
        [$"{Saga} running"] = OrderRuns.Running,
        [$"{Saga} stuck"] = OrderRuns.Stuck,
        [$"{Saga} recovered"] = OrderRuns.Recovered,
        [Later] = OrderRuns.OfALaterVersion,
        [$"{Events} completed"] = OrderRuns.Completed,
        [$"{Events} ended"] = OrderRuns.Ended,
        [$"{Events} compensated"] = OrderRuns.Compensated,
        [$"{Events} expired_beside_a_refusal"] = OrderRuns.ExpiredBesideARefusal,
        [$"{Events} ended_too_late"] = OrderRuns.EndedTooLate,
    };

    public static TheoryData<string> Names => GoldenDocument.Kept(Runs.Keys, PathOf, Told);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_is_told_as_it_was_told(string name) => GoldenDocument.AssertSays(Told(name), GoldenDocument.Read(PathOf(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Stored_bytes_of_an_earlier_version_still_say_what_they_said(string name)
    {
        var golden = GoldenDocument.Read(PathOf(name));
        var streams = golden["chains"]!.AsArray().ToDictionary(service => (string)service!["service"]!, service => GoldenDocument.AppendsOf(service!["chain"]));
        GoldenDocument.AssertSays(ChoreographyDocument.Of(new ChoreographyStory(streams), ViewOf(name)), golden);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verifier_accepts_what_it_knows(string name) => GoldenDocument.AssertHolds(PathOf(name), isOfALaterVersion: name == Later);

    private static JsonObject Told(string name) => ChoreographyDocument.Of(Runs[name]().Story(), ViewOf(name));

    private static EvidenceView ViewOf(string name) => name.StartsWith(Events, StringComparison.Ordinal) ? EvidenceView.Events : EvidenceView.Pattern;

    private static string PathOf(string name) => Repository.At($"tests/ServerlessTx.Specifications/Choreographies/Golden/0.1-{name.Replace(' ', '-')}.json");
}
