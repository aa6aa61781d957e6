using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>
/// Who reacts to what, put together from what each service says of itself. No service has it; every begin record pins it whole, so that a
/// stranger can tell what is missing.
/// </summary>
public sealed record ChoreographyDefinition
{
    /// <summary>Its name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>After how long the owner expires it if it has not come to its end, in milliseconds.</summary>
    public required long DeadlineMs { get; init; }

    /// <summary>After how long without an answer behind its end it is reported as stuck, in milliseconds.</summary>
    public required long StuckAfterMs { get; init; }

    /// <summary>Every reaction of every service.</summary>
    public required IReadOnlyList<DefinedReaction> Reactions { get; init; }

    /// <summary>SHA-256 over the RFC 8785 form of everything else here, in lower-case hexadecimal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }

    internal DefinedReaction Start => Reactions.First(reaction => reaction.Kind is ReactionKind.Starts);

    internal string Owner => Start.Service;

    internal IEnumerable<string> Services => Reactions.Select(reaction => reaction.Service).Distinct();

    /// <summary>Who reacts to an event.</summary>
    internal IEnumerable<DefinedReaction> To(string happened) => Reactions.Where(reaction => reaction.On.Contains(happened));

    internal DefinedReaction? Find(string service, string operation) =>
        Reactions.FirstOrDefault(reaction => reaction.Service == service && reaction.Operation == operation);

    internal ChoreographyDefinition Pinned() => this with { Fingerprint = ComputeFingerprint() };

    internal string ComputeFingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(WireJson.ToElement(this with { Fingerprint = null }))));
}
