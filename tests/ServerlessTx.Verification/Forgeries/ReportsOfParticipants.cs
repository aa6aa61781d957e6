using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>
/// What participants said of their locks, reservations and logs, and what that is worth: here the judge and the one who wrote the document come to it
/// each by a table of its own.
/// </summary>
public sealed class ReportsOfParticipants
{
    [Theory]
    [InlineData("""{"locks_acquired":["row_1","row_2"]}""", """{"released":["row_1","row_2"]}""", "Serializable")]
    [InlineData("""{"locks_acquired":[{"lock":"row_1"},{"lock":"row_2"}]}""", """{"released":["row_2","row_1","row_3"]}""", "Serializable")]
    [InlineData("""{"locks_acquired":["row_1"]}""", """{"released":[{"lock":"row_1"}]}""", "Serializable")]
    [InlineData("""{"locks_acquired":["row_1","row_2"]}""", """{"released":["row_1"]}""", "not reported")]
    [InlineData("""{"locks_acquired":["row_1"]}""", """{"released":["row_2"]}""", "not reported")]
    [InlineData("""{"locks_acquired":[{"name":"row_1"}]}""", """{"released":["row_1"]}""", "not reported")]
    [InlineData("""{"locks_acquired":[]}""", """{"released":[]}""", "not reported")]
    [InlineData("""{"locks_acquired":"row_1"}""", """{"released":["row_1"]}""", "not reported")]
    [InlineData("""{"locks_acquired":["row_1"]}""", """{"nothing_to_undo":true}""", "not reported")]
    [InlineData("7", """{"released":[]}""", "not reported")]
    public void Locks_are_let_go_by_name(string prepared, string committed, string isolation) =>
        AssertAchieved("2pc of one", "isolation", isolation, stream => Say(stream, prepared, committed));

    [Theory]
    [InlineData("""{"reservation":{"id":"1","expires_at":"2026-01-15T10:05:00Z"}}""", "Read committed")]
    [InlineData("""{"reservation":{"id":"1"}}""", "not reported")]
    [InlineData("""{"reservation":{"expires_at":"2026-01-15T10:05:00Z"}}""", "not reported")]
    [InlineData("""{"reservation":"1"}""", "not reported")]
    [InlineData("""{}""", "not reported")]
    public void A_reservation_has_an_id_and_an_expiry(string reserved, string isolation) =>
        AssertAchieved("tcc confirmed", "isolation", isolation, stream => stream.Answers("try").First()["result"] = JsonNode.Parse(reserved));

    [Theory]
    [InlineData("""{"nothing_to_undo":true}""", "Serializable")]
    [InlineData("""{"nothing_to_undo":false}""", "not reported")]
    [InlineData("""{"nothing_to_undo":"true"}""", "not reported")]
    [InlineData("""{"released":[]}""", "Serializable")]
    [InlineData("""{"released":["row_1"]}""", "not reported")]
    [InlineData("""{"released":0}""", "not reported")]
    public void One_who_was_asked_in_vain_says_that_it_held_nothing(string aborted, string isolation) =>
        AssertAchieved("2pc aborted by silence", "isolation", isolation, stream => stream.Answers("abort").First(answer => answer.Is("branch", "ledger"))["result"] = JsonNode.Parse(aborted));

    [Theory]
    [InlineData("2pc committed", "prepare", """{"durability":{"fsync":"off"}}""", "not flushed")]
    [InlineData("2pc committed", "commit", """{"durability":{"fsync":"off"}}""", "not flushed")]
    [InlineData("2pc committed", "prepare", """{"durability":{"fsync":"on"}}""", "Strong")]
    [InlineData("2pc committed", "prepare", """{"durability":{"fsync":false}}""", "Strong")]
    [InlineData("2pc committed", "prepare", """{"durability":"off"}""", "Strong")]
    [InlineData("2pc committed", "prepare", """{"fsync":"off"}""", "Strong")]
    [InlineData("2pc of one", "prepare", """{"durability":{"fsync":"off"}}""", "None")]
    [InlineData("saga completed", "action", """{"durability":{"fsync":"off"}}""", "Strong")]
    public void Who_does_not_flush_does_not_keep(string scenario, string phase, string said, string durability) =>
        AssertAchieved(scenario, "durability", durability, stream => stream.Answers(phase).First()["result"] = JsonNode.Parse(said));

    private static void Say(ForgedStream stream, string prepared, string committed)
    {
        stream.Answers("prepare").First()["result"] = JsonNode.Parse(prepared);
        stream.Answers("commit").First()["result"] = JsonNode.Parse(committed);
    }

    private static void AssertAchieved(string scenario, string component, string word, Action<ForgedStream> say)
    {
        var stream = new ForgedStream(Played.Of(scenario));
        say(stream);
        var evidence = stream.Seal();
        Assert.Equal(word, JsonNode.Parse(evidence.Document)!["guarantees"]!["achieved"]![component]!.GetValue<string>());
        var report = EvidenceVerifier.Verify(evidence.Document);
        Alarm.Unless(report.Outcome is VerificationOutcome.Holds, report, evidence);
    }
}
