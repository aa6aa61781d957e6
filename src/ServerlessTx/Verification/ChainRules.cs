using System.Globalization;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Bytes to hashes, hashes to a chain, a chain to its head.</summary>
internal static class ChainRules
{
    public static IEnumerable<Breach> VersionsAreDense(ChainClaim chain)
    {
        var next = chain.Start.Version + 1;
        foreach (var (append, i) in chain.Appends.Select((append, i) => (append, i)))
        {
            if (append.Version != next)
                yield return At(chain, i, "version", $"version {Text(append.Version)} stands where version {next} belongs");
            // Behind a gap the count is still the best guess at what comes next, so that one gap is one breach.
            next = (append.Version ?? next) + Math.Max(append.Count ?? 1, 1);
        }
    }

    public static IEnumerable<Breach> PayloadsAreRecords(ChainClaim chain) => chain.Contents
        .Select((content, i) => content.Fault is { } fault ? At(chain, i, "payload", fault) : null)
        .OfType<Breach>();

    public static IEnumerable<Breach> CountsAreTrue(ChainClaim chain)
    {
        foreach (var (content, i) in chain.Contents.Select((content, i) => (content, i)))
        {
            if (content.Fault is null && chain.Appends[i].Count != content.Count)
                yield return At(chain, i, "count", $"count says {Text(chain.Appends[i].Count)}, the payload holds {content.Count}");
        }
    }

    public static IEnumerable<Breach> AppendsAreLinked(ChainClaim chain)
    {
        var before = chain.Start.Hash.ToString();
        foreach (var (append, i) in chain.Appends.Select((append, i) => (append, i)))
        {
            if (append.PreviousHash != before)
            {
                yield return At(chain, i, "previous_hash", i == 0
                    ? "the first append does not begin with the hash of nothing"
                    : "its previous hash is not the hash of the append before it");
            }

            before = append.Hash;
        }
    }

    public static IEnumerable<Breach> HashesAreOfTheBytes(ChainClaim chain)
    {
        foreach (var (append, i) in chain.Appends.Select((append, i) => (append, i)))
        {
            if (append.Payload is not null && TryParse(append.PreviousHash) is { } previous && previous.Next(append.Payload).ToString() == append.Hash)
                continue;
            yield return At(chain, i, "hash", "its hash is not the SHA-256 of the previous hash and its bytes");
        }
    }

    public static IEnumerable<Breach> BeginsWithTheBegin(ChainClaim chain) =>
        chain.Contents[0] is { Fault: null, Records: [not Started, ..] } ? [At(chain, 0, "payload", "the first record is no begin record")] : [];

    public static IEnumerable<Breach> HeadIsTheEnd(ChainClaim chain)
    {
        if (chain.Head is not { } head)
            yield break;
        if (Read(head) is not { } said)
            yield return Breach.In("$.head", "it is no {version, hash}");
        else if (said != EndOf(chain.Appends[^1]))
            yield return Breach.In("$.head", "it is not the end of the chain");
    }

    public static IEnumerable<Breach> KeptHeadIsExtended(ChainClaim chain)
    {
        if (chain.Kept is not { } kept || chain.Start == kept || chain.Appends.Any(append => EndOf(append) == kept))
            return [];
        var end = EndOf(chain.Appends[^1])?.Version ?? 0;
        return [end < kept.Version
            ? new Breach { Version = end, What = $"the chain ends here, but a head at version {kept.Version} was kept: records are missing" }
            : new Breach
            {
                Version = kept.Version,
                What = "the head that was kept does not stand here: this is another history than the one it was taken from",
            }];
    }

    private static StreamHead? EndOf(PresentedAppend append) =>
        append is { Version: { } version, Count: { } count } && TryParse(append.Hash) is { } hash ? new StreamHead(version + count - 1, hash) : null;

    private static StreamHead? Read(ReadOnlyMemory<byte> head)
    {
        using var json = JsonDocument.Parse(head, new JsonDocumentOptions { MaxDepth = PresentedDocument.MaxDepth });
        return json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number)
            && json.RootElement.TryGetProperty("hash", out var hash) && hash.ValueKind == JsonValueKind.String && TryParse(hash.GetString()) is { } parsed
                ? new StreamHead(number, parsed)
                : null;
    }

    private static ChainHash? TryParse(string? hash) =>
        hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower) ? ChainHash.Parse(hash) : null;

    private static Breach At(ChainClaim chain, int index, string member, string what) =>
        new() { Version = chain.Appends[index].Version, Path = $"$.chain[{index}].{member}", What = what };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "no number";
}
