using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>
/// Parents and children that have all ended, by their documents: each knows the other, both verify together, and what one is the other was told. Of
/// a workflow whose only child stays.
/// </summary>
internal static class Families
{
    public static IEnumerable<string> Faults(IReadOnlyList<EndedTransaction> parents, IReadOnlyList<EndedTransaction> children)
    {
        var begun = children.ToLookup(child => child.Parent);
        var known = parents.Select(parent => parent.Id).ToHashSet();
        return
        [
            .. children.Where(child => !known.Contains(child.Parent!)).Select(child => $"{child.Id} is a child of {child.Parent}, which is not there"),
            .. parents.SelectMany(parent => Faults(parent, [.. begun[parent.Id]])),
        ];
    }

    private static IEnumerable<string> Faults(EndedTransaction parent, IReadOnlyList<EndedTransaction> children)
    {
        var told = Told(parent).ToList();
        var are = children.Select(child => (child.Id, child.Status)).ToList();
        if (!told.SequenceEqual(are))
            yield return $"{parent.Id} was told of {string.Join(", ", told)}, and its children are {string.Join(", ", are)}";
        if (parent.Status == "completed" && children is not [{ Status: "completed" }])
            yield return $"{parent.Id} is completed, and its child is {(children is [var other] ? other.Status : "missing")}";
        // A child that is done stays. Only somebody outside turns its parent back then: it has refused nothing.
        if (parent.Status != "completed" && parent.TurnedBackBy is null && children.Any(child => child.Status == "completed"))
            yield return $"{parent.Id} is {parent.Status} by itself, and its child stands";
        foreach (var child in children)
        {
            var report = EvidenceVerifier.VerifyWithChild(parent.Document, child.Document);
            if (report.Outcome is not VerificationOutcome.Holds)
                yield return $"{parent.Id} with its child {child.Id} is {report.Outcome}: {report.Reason} {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))}";
        }
    }

    private static IEnumerable<(string Id, string Status)> Told(EndedTransaction parent) =>
        JsonElement.Parse(parent.Document.Span).Value("children") is { } children
            ? children.EnumerateArray().Select(child => (child.GetProperty("transaction_id").GetString()!, child.Value("status")?.GetString() ?? "running"))
            : [];
}
