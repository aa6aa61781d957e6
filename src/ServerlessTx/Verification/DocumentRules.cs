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
        try
        {
            // As a rule it is the served document to the byte, and then no second one has to be held beside it.
            var asServed = new ComparingWriter(claim.Document.Json);
            Yield(claim, asServed);
            if (asServed.IsEqual)
                return [];
            var yielded = new ArrayBufferWriter<byte>();
            Yield(claim, yielded);
            return DocumentComparison.Differences(claim.Document.Json, yielded.WrittenMemory);
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // The builder trusts records that a driver wrote. These need not be such, and then there is nothing that they yield.
            return [DocumentComparison.YieldsNothing(wrong)];
        }
    }

    private static void Yield(DocumentClaim claim, IBufferWriter<byte> into)
    {
        var building = EvidenceDocument.BuildAsync(
            claim.Told.Appends, claim.Document.View, (_, hash) => Task.FromResult(claim.LargeAnswers.GetValueOrDefault(hash)));
        using var writer = new Utf8JsonWriter(into, new JsonWriterOptions { Encoder = WireJson.Tolerant.Encoder });
        building.GetAwaiter().GetResult().WriteTo(writer);
        writer.Flush();
    }
}
