using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>
/// The whole document of a group, in each way in which it can stand and for each trigger of a switch. A file is written once with
/// <c>UPDATE_EVIDENCE=1</c> and never changed.
/// </summary>
public sealed class GoldenModes
{
    /// <summary>What a verifier of this version cannot judge, and says so.</summary>
    private const string Later = "of_a_later_version";

    private static readonly Dictionary<string, Func<GroupRun>> Runs = new()
    {
        ["strict"] = GroupRuns.Strict,
        ["degraded"] = GroupRuns.Degraded,
        ["buffering"] = GroupRuns.Buffering,
        ["conflicting"] = GroupRuns.Conflicting,
        ["strict_again"] = GroupRuns.StrictAgain,
        ["relapsed"] = GroupRuns.Relapsed,
        ["reserving"] = GroupRuns.Reserving,
        [Later] = GroupRuns.OfALaterVersion,
    };

    public static TheoryData<string> Names => GoldenDocument.Kept(Runs.Keys, PathOf, Told);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_group_is_told_as_it_was_told(string name) => GoldenDocument.AssertSays(Told(name), GoldenDocument.Read(PathOf(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Stored_bytes_of_an_earlier_version_still_say_what_they_said(string name)
    {
        var golden = GoldenDocument.Read(PathOf(name));
        GoldenDocument.AssertSays(ModeDocument.Of(GoldenDocument.AppendsOf(golden["chain"])), golden);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verifier_accepts_what_it_knows(string name) => GoldenDocument.AssertHolds(PathOf(name), isOfALaterVersion: name == Later);

    private static JsonObject Told(string name) => ModeDocument.Of(Runs[name]().Appends);

    private static string PathOf(string name) => Repository.At($"tests/ServerlessTx.Specifications/Modes/Golden/0.1-{name}.json");
}
