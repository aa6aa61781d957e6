using System.Buffers;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>A document claims nothing of its own: it is computed from its chain.</summary>
internal static class DocumentRules
{
    public static IEnumerable<Breach> LargeAnswersAreWhole(DocumentClaim claim)
    {
        foreach (var (hash, answer) in claim.LargeAnswers)
        {
            if (answer is not { } json)
                yield return Breach.In($"$.large_answers.{hash}", "a record names this answer, and the document does not show it");
            else if (DocumentClaim.HashOf(json) != hash)
                yield return Breach.In($"$.large_answers.{hash}", "these are not the bytes whose SHA-256 the record holds");
        }
    }

    public static IEnumerable<Breach> DocumentIsWhatItsChainYields(DocumentClaim claim)
    {
        ReadOnlyMemory<byte> yielded;
        try
        {
            yielded = Yield(claim);
        }
        catch (Exception wrong)
        {
            // The builder trusts records that a driver wrote. These need not be such, and then there is nothing that they yield.
            return [Breach.In("$", $"no document can be computed from these records: {wrong.Message}")];
        }

        return DocumentComparison.Differences(claim.Document.Json, yielded);
    }

    private static ReadOnlyMemory<byte> Yield(DocumentClaim claim)
    {
        var building = EvidenceDocument.BuildAsync(
            claim.Told.Appends, claim.Document.View, (_, hash) => Task.FromResult(claim.LargeAnswers.GetValueOrDefault(hash)));
        var bytes = new ArrayBufferWriter<byte>(claim.Document.Json.Length);
        using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = WireJson.Tolerant.Encoder });
        building.GetAwaiter().GetResult().WriteTo(writer);
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
