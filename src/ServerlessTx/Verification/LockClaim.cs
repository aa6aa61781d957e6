using System.Text.Json;

namespace ServerlessTx;

/// <summary>A lock's document beside the events of its own chain, which holds.</summary>
internal sealed class LockClaim(PresentedDocument document, ChainClaim chain)
{
    public PresentedDocument Document { get; } = document;

    public ChainClaim Chain { get; } = chain;

    public IReadOnlyList<(long Version, PresentedLockEvent Is)> Events { get; } =
        [.. chain.Contents.SelectMany(content => content.LockEvents).Select((happened, i) => (chain.Start.Version + i + 1, happened))];

    /// <summary>As the document names it.</summary>
    public string? Resource { get; } =
        DocumentClaim.Parse(document.Lock!.Value) is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("resource", out var resource)
        && resource.ValueKind == JsonValueKind.String ? resource.GetString() : null;
}
