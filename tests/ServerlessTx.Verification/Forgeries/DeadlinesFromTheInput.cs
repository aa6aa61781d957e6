using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Where the definition names a member of the input, its whole seconds are what is allowed; without them it is what the definition says, here a minute.</summary>
public sealed class DeadlinesFromTheInput
{
    [Theory]
    [InlineData("""{"hold_s":30}""", 30_000, "")]
    [InlineData("""{"item":"book","hold_s":30}""", 30_000, "")]
    [InlineData("""{"hold_s":30}""", 30_001, "record 1: the deadline is not 30000 ms behind the begin")]
    [InlineData("""{"hold_s":30}""", 60_000, "record 1: the deadline is not 30000 ms behind the begin")]
    [InlineData("""{"hold_s":1}""", 1_000, "")]
    [InlineData("""{"hold_s":0}""", 60_000, "")]
    [InlineData("""{"hold_s":-5}""", 60_000, "")]
    [InlineData("""{"hold_s":2.5}""", 60_000, "")]
    [InlineData("""{"hold_s":2147483647}""", 60_000, "")]
    [InlineData("""{"hold_s":2147483646}""", 60_000, "record 1: the deadline is not 2147483646000 ms behind the begin")]
    [InlineData("""{"hold_s":"30"}""", 60_000, "")]
    [InlineData("""{"hold_s":null}""", 60_000, "")]
    [InlineData("""{"item":"book"}""", 60_000, "")]
    [InlineData("""{}""", 60_000, "")]
    [InlineData("""[30]""", 60_000, "")]
    public void A_deadline_is_as_far_as_the_input_says(string input, int milliseconds, string says) => AssertSays("\"hold_s\"", input, milliseconds, says);

    [Theory]
    [InlineData("null")]
    [InlineData("\"another_s\"")]
    public void A_definition_that_names_none_of_them_has_its_own(string named) => AssertSays(named, """{"hold_s":30}""", 60_000, "");

    private static void AssertSays(string named, string input, int milliseconds, string says)
    {
        var stream = new ForgedStream(Played.Of("tcc confirmed"));
        stream.Definition["deadline_seconds_from"] = JsonNode.Parse(named);
        stream.Begin["input"] = JsonNode.Parse(input);
        stream.Begin.With("deadline", stream.Begin.Text("at")).Later("deadline", TimeSpan.FromMilliseconds(milliseconds));
        stream.Pin();
        var finding = EvidenceVerifier.Verify(stream.Seal().Appends).Findings.Single(finding => finding.Rule == "deadline_is_pinned");
        Assert.Equal(says, string.Join('\n', finding.Breaches));
    }
}
