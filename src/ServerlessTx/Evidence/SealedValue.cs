using System.Text.Json;

namespace ServerlessTx;

/// <summary>Personal data as it is stored, everywhere and for ever.</summary>
internal sealed record SealedValue
{
    private const string SubjectName = "personal_of";
    private const string SealedName = "sealed";
    private const string ErasedName = "erased";

    /// <summary>Whose key seals it.</summary>
    public required string PersonalOf { get; init; }

    /// <summary>As what it was sealed. It is authenticated, so that a value cannot pass for another's or for another thing.</summary>
    public required string Origin { get; init; }

    /// <summary>Nonce, ciphertext and tag, in base64url.</summary>
    public required string Sealed { get; init; }

    /// <summary>Whether stored bytes hold any.</summary>
    public static bool IsIn(ReadOnlyMemory<byte> json) => json.Span.IndexOf("\"personal_of\":"u8) >= 0;

    public static SealedValue? Of(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object && Text(json, SubjectName) is { } subject && Text(json, "origin") is { } origin && Text(json, SealedName) is { } bytes
            ? new SealedValue { PersonalOf = subject, Origin = origin, Sealed = bytes }
            : null;

    /// <summary>Whether a member of a document only says of a sealed value that nobody can open it any more: no chain can yield that.</summary>
    public static bool IsErasure(string? member, JsonElement value) => member == ErasedName && Of(value) is not null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
