using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>What the judge takes from the document of a choreography: the chain of each service, and which form it has.</summary>
internal sealed record PresentedChoreography(ReadOnlyMemory<byte> Json, EvidenceView View, IReadOnlyList<PresentedService> Services)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = PresentedDocument.MaxDepth, AllowDuplicateProperties = false };

    /// <returns>Nothing when the document is of another kind, or unreadable: then whoever reads the others says why.</returns>
    /// <exception cref="UnreadableEvidenceException">It is one of a choreography, and holds no chains.</exception>
    public static PresentedChoreography? TryRead(ReadOnlyMemory<byte> json)
    {
        var text = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (text.Span.IndexOf("\"chains\""u8) < 0)
            return null;
        try
        {
            if (!JsonText.IsWellFormed(text.Span))
                return null;
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("chains", out var chains) || root.TryGetProperty("chain", out _))
                return null;
            if (root.TryGetProperty(PresentedDocument.Format, out _))
                throw PresentedDocument.OfALaterFormat();
            return new(text, root.TryGetProperty("saga_execution", out _) ? EvidenceView.Events : EvidenceView.Pattern, ServicesOf(chains));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<PresentedService> ServicesOf(JsonElement chains)
    {
        if (chains.ValueKind is not JsonValueKind.Array || chains.GetArrayLength() == 0)
            throw new UnreadableEvidenceException("'$.chains' is no array of the services' chains, or an empty one: there is nothing to verify.");
        var services = chains.EnumerateArray().Select(ServiceOf).ToList();
        return services.DistinctBy(service => service.Name).Count() == services.Count
            ? services
            : throw new UnreadableEvidenceException("A service stands in '$.chains' twice.");
    }

    private static PresentedService ServiceOf(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object
            || !element.TryGetProperty("service", out var name) || name.ValueKind is not JsonValueKind.String
            || !element.TryGetProperty("chain", out var chain) || chain.ValueKind is not JsonValueKind.Array || chain.GetArrayLength() == 0)
            throw new UnreadableEvidenceException("Every member of '$.chains' has a 'service' and a 'chain' that is not empty.");
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(chain.GetRawText()), new JsonReaderOptions { MaxDepth = PresentedDocument.MaxDepth });
        reader.Read();
        return new PresentedService(name.GetString()!, new ChainClaim(ChainReader.Read(ref reader), HeadOf(element)));
    }

    /// <summary>Without a conditional: its null would become an empty head, and not none.</summary>
    private static ReadOnlyMemory<byte>? HeadOf(JsonElement element)
    {
        if (!element.TryGetProperty("head", out var said))
            return null;
        return Encoding.UTF8.GetBytes(said.GetRawText());
    }
}

/// <summary>One service's chain.</summary>
internal sealed record PresentedService(string Name, ChainClaim Chain);
