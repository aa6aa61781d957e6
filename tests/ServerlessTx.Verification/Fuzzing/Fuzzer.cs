using System.Text.Json;

namespace ServerlessTx.Verification;

/// <summary>
/// Mutates honest documents at random. The verifier must have an answer to each, and if that is that it holds, the mutant must say the
/// same as the original.
/// </summary>
internal sealed class Fuzzer(int seed)
{
    private readonly Random _random = new(seed);
    private readonly IReadOnlyList<Evidence> _honest = [.. Played.All.Select(played => played.Value)];

    /// <summary>How many mutants had which outcome.</summary>
    public Dictionary<VerificationOutcome, int> Outcomes { get; } = [];

    /// <summary>Mutates, verifies and judges once.</summary>
    /// <exception cref="FuzzFailure">The verifier threw, or passed a mutant that says something else.</exception>
    public void Step()
    {
        var (original, document) = Mutant();
        VerificationReport report;
        try
        {
            report = EvidenceVerifier.Verify(document);
        }
        catch (Exception crash)
        {
            throw new FuzzFailure($"the verifier threw {crash.GetType().Name}: {crash.Message}", document, crash);
        }

        Outcomes[report.Outcome] = Outcomes.GetValueOrDefault(report.Outcome) + 1;
        if (report.Outcome is VerificationOutcome.Unreadable && string.IsNullOrEmpty(report.Reason))
            throw new FuzzFailure("it is unreadable for no reason", document);
        if (report.Outcome is VerificationOutcome.Broken && !report.Broken.SelectMany(finding => finding.Breaches).Any())
            throw new FuzzFailure("it is broken nowhere", document);
        if (original is not null && report.Outcome is VerificationOutcome.Holds && !SaysTheSame(original, document))
            throw new FuzzFailure("the mutant says something else than the original, and holds", document);
    }

    /// <summary>A mutant, with its original unless its hashes were computed anew: then it may be honest by chance.</summary>
    private (byte[]? Original, byte[] Mutant) Mutant()
    {
        var evidence = Pick(_honest);
        switch (_random.Next(4))
        {
            case 0:
                return (null, new StreamMutator(_random).Mutate(evidence).Document);
            case 1:
                return (evidence.Document, new JsonMutator(_random).Mutate(evidence.Document, Pick(_honest).Document));
            default:
                return (evidence.Document, new ByteMutator(_random).Mutate(evidence.Document, Pick(_honest).Document));
        }
    }

    private Evidence Pick(IReadOnlyList<Evidence> from) => from[_random.Next(from.Count)];

    private static bool SaysTheSame(byte[] original, byte[] mutant)
    {
        var mutated = mutant.AsSpan().StartsWith("\uFEFF"u8) ? mutant.AsSpan(3) : mutant;
        return JsonElement.DeepEquals(JsonElement.Parse(original), JsonElement.Parse(mutated, new JsonDocumentOptions { MaxDepth = 256 }));
    }
}

/// <summary>A mutant that the verifier could not cope with.</summary>
internal sealed class FuzzFailure(string what, byte[] document, Exception? inner = null) : Exception(what, inner)
{
    public byte[] Document { get; } = document;
}
