using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>A document beside the testimony of its own chain.</summary>
internal sealed record DocumentClaim(PresentedDocument Document, Testimony Told)
{
    /// <summary>The large answers that the records name, by hash; none where the document does not show it.</summary>
    public IReadOnlyDictionary<string, JsonElement?> LargeAnswers { get; } = Told.Each<Answered>().Select(answer => answer.Is)
        .Concat(Told.Each<Late>().Select(late => late.Is.Answer))
        .Select(answer => answer.ResultHash)
        .OfType<string>()
        .Distinct()
        .ToDictionary(hash => hash, hash => Document.LargeAnswers.TryGetValue(hash, out var json) ? Parse(json) : null);

    /// <summary>What a call brought, wherever it stands; none when it brought nothing, or when its bytes are not shown.</summary>
    public JsonElement? ResultOf(Answered? answered) =>
        answered?.Result ?? (answered?.ResultHash is { } hash ? LargeAnswers.GetValueOrDefault(hash) : null);

    public static JsonElement? Parse(ReadOnlyMemory<byte> json)
    {
        var value = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PresentedDocument.MaxDepth }).RootElement;
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    /// <summary>Over the form in which a large answer is stored, whatever form the document gives it.</summary>
    public static string? HashOf(JsonElement answer)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Tolerant)));
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or JsonException)
        {
            // It is deeper than anything that can be stored, or a string in it is no well-formed Unicode.
            return null;
        }
    }
}
