using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>The document of a lock: no alarm where it is honest, and each forgery caught.</summary>
public sealed class LockVerification
{
    [Fact]
    public void An_honest_history_holds_and_tells_who_had_it_under_which_token()
    {
        var document = LockHistories.Short();
        var report = EvidenceVerifier.Verify(document);
        Assert.Equal((VerificationOutcome.Holds, LockHistories.Stock, 5L, 5L), (report.Outcome, report.Lock, report.Records, report.Head!.Version));
        Assert.Equal(
            """
            lock_acquired 1 ann
            lock_released 1 ann
            lock_acquired 2 bob
            lock_expired 2 bob
            lock_acquired 3 cleo
            """,
            string.Join('\n', JsonElement.Parse(document).GetProperty("lock_history").GetProperty("events").EnumerateArray()
                .Select(happened => $"{happened.GetProperty("type").GetString()} {happened.GetProperty("lock_token")} {happened.GetProperty("lock_holder").GetString()}")));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 3)]
    [InlineData(100, 169)]
    public void Only_the_newest_part_is_kept_and_holds_wherever_it_begins(int holders, int begins)
    {
        var document = LockHistories.After(holders);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(document).Outcome);
        Assert.Equal(begins, JsonElement.Parse(document).GetProperty("chain")[0].GetProperty("version").GetInt32());
    }

    [Fact]
    public void A_head_that_was_kept_is_extended_or_is_another_history_or_is_too_old_to_say()
    {
        Assert.Equal(VerificationOutcome.Holds, Judge(after: 10, kept: 5).Outcome);
        Assert.Equal("kept_head_is_extended", Assert.Single(Judge(after: 5, kept: 10).Broken).Rule);
        Assert.Equal("kept_head_is_extended", Assert.Single(EvidenceVerifier.Verify(LockHistories.After(10), EvidenceVerifier.Verify(LockHistories.Short()).Head).Broken).Rule);
        // Where the kept part begins right behind it.
        Assert.Equal(VerificationOutcome.Holds, Judge(after: 26, kept: 10).Outcome);
        var tooOld = Judge(after: 27, kept: 10);
        Assert.Equal((VerificationOutcome.Unreadable, true), (tooOld.Outcome, tooOld.Reason!.Contains("keep a newer one", StringComparison.Ordinal)));

        static VerificationReport Judge(int after, int kept) =>
            EvidenceVerifier.Verify(LockHistories.After(after), EvidenceVerifier.Verify(LockHistories.After(kept)).Head);
    }

    [Fact]
    public void A_change_of_any_value_is_caught()
    {
        var honest = LockHistories.Short();
        foreach (var place in JsonPlace.All(JsonNode.Parse(honest)!).ToList())
        {
            var document = JsonNode.Parse(honest)!;
            if (place.In(document) is JsonObject or JsonArray or null)
                continue;
            place.Replace(document, place.In(document)!.GetValueKind() is JsonValueKind.Number
                ? JsonNode.Parse(place.In(document)!.ToJsonString() + "1")
                : place.In(document)!.GetValue<string>() + "x");
            AssertCaught(document, $"{place.Path} was changed");
            document = JsonNode.Parse(honest)!;
            place.Remove(document);
            AssertCaught(document, $"{place.Path} was taken away");
        }

        static void AssertCaught(JsonNode document, string what) => Assert.True(
            EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document.ToJsonString())).Outcome is not VerificationOutcome.Holds, $"{what} and nobody noticed");
    }
}
