using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Edits by somebody who did not compute the hashes anew.</summary>
public sealed class UnhashedEdits
{
    private const int Range = 4;

    public static TheoryData<string> Kinds => ["started", "answered", "late", "unanswered", "decided", "stuck", "taken_over", "retry_requested", "ended"];

    public static TheoryData<string> Names => new(Scenarios.All.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_flipped_bit_in_any_range_of_the_bytes_of_any_kind_of_record_is_caught_at_its_append(string kind)
    {
        var random = new Random(1);
        var (evidence, index) = Played.All.Select(played => played.Value)
            .SelectMany(run => run.Appends.Select((append, i) => (run, i)))
            .First(place => Recorded.AllOf(place.run.Appends[place.i]).Any(recorded => RecordCodec.NameOf(recorded.Record) == kind));
        var payload = evidence.Appends[index].Payload;
        for (var at = 0; at < payload.Length; at += Range)
        {
            var forged = payload.ToArray();
            forged[Math.Min(at + random.Next(Range), payload.Length - 1)] ^= (byte)(1 << random.Next(8));
            AssertCaught(evidence, index, append => append["payload"] = Base64Url.EncodeToString(forged));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edit_of_any_member_of_any_append_is_caught_there(string name)
    {
        var evidence = Played.Of(name);
        for (var i = 0; i < evidence.Appends.Count; i++)
        {
            AssertCaught(evidence, i, append => append["version"] = append["version"]!.GetValue<long>() + 1);
            AssertCaught(evidence, i, append => append["version"] = null);
            AssertCaught(evidence, i, append => append["count"] = append["count"]!.GetValue<int>() + 1);
            AssertCaught(evidence, i, append => append["count"] = "1");
            AssertCaught(evidence, i, append => append["hash"] = Edited(append["hash"]!));
            AssertCaught(evidence, i, append => append["hash"] = append["hash"]!.GetValue<string>().ToUpperInvariant());
            AssertCaught(evidence, i, append => append.Remove("hash"));
            AssertCaught(evidence, i, append => append["previous_hash"] = Edited(append["previous_hash"]!));
            AssertCaught(evidence, i, append => append.Remove("payload"));
            AssertCaught(evidence, i, append => append["payload"] = append["payload"]!.GetValue<string>() + "=");
            AssertCaught(evidence, i, append => append["payload"] = append["payload"]!.GetValue<string>() + "\n");
            AssertCaught(evidence, i, append => append["note"] = "approved");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_append_that_is_left_out_repeated_or_moved_is_caught(string name)
    {
        var evidence = Played.Of(name);
        for (var i = 0; i < evidence.Appends.Count; i++)
        {
            AssertCaught(evidence, chain => chain.RemoveAt(i));
            AssertCaught(evidence, chain => chain.Insert(i, chain[i]!.DeepClone()));
            if (i > 0)
                AssertCaught(evidence, chain => { var moved = chain[i]!; chain.RemoveAt(i); chain.Insert(i - 1, moved); });
        }
    }

    private static void AssertCaught(Evidence evidence, int index, Action<JsonObject> edit)
    {
        var report = AssertCaught(evidence, chain => edit(chain[index]!.AsObject()));
        Assert.Contains(report.Broken.SelectMany(finding => finding.Breaches), breach => breach.Path?.StartsWith($"$.chain[{index}]", StringComparison.Ordinal) == true);
    }

    private static VerificationReport AssertCaught(Evidence evidence, Action<JsonArray> edit)
    {
        var document = JsonNode.Parse(evidence.Document)!.AsObject();
        edit(document["chain"]!.AsArray());
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant));
        Assert.NotEqual(VerificationOutcome.Holds, report.Outcome);
        return report;
    }

    private static string Edited(JsonNode hash) => (hash.GetValue<string>()[0] == 'a' ? 'b' : 'a') + hash.GetValue<string>()[1..];
}
