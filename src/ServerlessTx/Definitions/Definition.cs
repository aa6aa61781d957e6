using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>
/// What a workflow is, as data. Every transaction's begin record pins it whole, so that its evidence can be read
/// and judged without the code that ran it.
/// </summary>
public sealed record Definition
{
    /// <summary>The workflow's name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>From 1. A running transaction goes on under the version it began with.</summary>
    public required int Version { get; init; }

    /// <summary>The protocol.</summary>
    public required Pattern Pattern { get; init; }

    /// <summary>In order; those of one group run in parallel.</summary>
    public required IReadOnlyList<DefinedBranch> Branches { get; init; }

    /// <summary>How its participants are called.</summary>
    public required CallPolicy Policy { get; init; }

    /// <summary>How long it may stay undecided, in milliseconds; the begin record turns this into a moment.</summary>
    public required long DeadlineMs { get; init; }

    /// <summary>A member of the input that holds a whole number of seconds; where it stands it takes the place of <see cref="DeadlineMs"/>.</summary>
    public string? DeadlineSecondsFrom { get; init; }

    /// <summary>SHA-256 over the RFC 8785 form of everything else here, in lower-case hexadecimal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }

    /// <summary>How long a transaction with this input may stay undecided, in milliseconds.</summary>
    /// <exception cref="InvalidInputException">The member that says so is not a whole number of seconds from 1 to a year of them.</exception>
    internal long DeadlineMsFor(JsonElement input)
    {
        if (DeadlineSecondsFrom is not { } member || input.ValueKind is not JsonValueKind.Object || !input.TryGetProperty(member, out var value)
            || value.ValueKind is JsonValueKind.Null)
            return DeadlineMs;
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and <= LongestSeconds
            ? seconds * 1000
            : throw new InvalidInputException($"$.{member}", $"must be a whole number from 1 to {LongestSeconds}");
    }

    private const long LongestSeconds = 366 * 24 * 3600;

    /// <summary>A step of it waits for a signal, so that it lasts as long as somebody takes.</summary>
    internal bool HasWait => Branches.Any(branch => branch.Wait is not null);

    /// <summary>It came with its request: every branch has an input of its own.</summary>
    internal bool IsAdHoc => Branches.Count > 0 && Branches.All(branch => branch.Input is not null);

    internal Definition Pinned() => this with { Fingerprint = ComputeFingerprint() };

    internal string ComputeFingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(WireJson.ToElement(this with { Fingerprint = null }))));

    internal DefinedBranch Branch(string name) => Branches.First(branch => branch.Branch == name);
}

/// <summary>One step of a saga, or one participant of a vote.</summary>
public sealed record DefinedBranch
{
    /// <summary>Its name in the transaction.</summary>
    public required string Branch { get; init; }

    /// <summary>The service, or for a two-phase commit the database, that takes part.</summary>
    public required string Service { get; init; }

    /// <summary>What it is asked to do first.</summary>
    public required string Operation { get; init; }

    /// <summary>The phase of that first call, which says who may refuse.</summary>
    public required Phase Phase { get; init; }

    /// <summary>What undoes it; none for a step with nothing to undo, and outside a saga.</summary>
    public string? Undo { get; init; }

    /// <summary>From 1. Branches of one group are called in parallel.</summary>
    public required int Group { get; init; }

    /// <summary>Of a step that waits: what for.</summary>
    public DefinedWait? Wait { get; init; }

    /// <summary>Of a step that begins a child: what it is a transaction of.</summary>
    public DefinedChild? Child { get; init; }

    /// <summary>The wait, if it is made only when a round of that one has expired.</summary>
    public string? Escalates { get; init; }

    /// <summary>Of a step that escalates a wait: the round that begins behind it, from 2.</summary>
    public int? Round { get; init; }

    /// <summary>An ad hoc transaction's input for this branch alone.</summary>
    public JsonElement? Input { get; init; }
}
