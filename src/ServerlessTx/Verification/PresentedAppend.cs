using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>An append as a document presents it. A member that is missing or of another type is none; nothing is believed yet.</summary>
internal sealed record PresentedAppend
{
    public long? Version { get; init; }

    public int? Count { get; init; }

    /// <summary>The decoded bytes; none when they are no base64url.</summary>
    public byte[]? Payload { get; init; }

    public string? PreviousHash { get; init; }

    public string? Hash { get; init; }

    /// <summary>As its document has to show it.</summary>
    public JsonObject ToNode() => new()
    {
        ["version"] = Version,
        ["count"] = Count,
        ["payload"] = Base64Url.EncodeToString(Payload),
        ["previous_hash"] = PreviousHash,
        ["hash"] = Hash,
    };
}
