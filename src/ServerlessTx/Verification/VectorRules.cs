using System.Text.Json;

namespace ServerlessTx;

/// <summary>The guarantee vector, promised and achieved, derived here from the records alone: to claim more than they show is a breach.</summary>
internal static class VectorRules
{
    private static readonly string[] Components = ["atomicity", "consistency", "isolation", "durability", "scope", "coordination"];

    public static IEnumerable<Breach> PromiseIsThePatterns(Testimony told) =>
        Differences(Members(told.Begin.Promised), PromisedBy(told))
            .Select(difference => Breach.At(told.Records[0], $"its promised {difference}"));

    public static IEnumerable<Breach> HeuristicIsSaid(DocumentClaim claim)
    {
        var (heuristic, said) = (HasHeuristic(claim.Told), Parse(claim.Document.Heuristic)?.ValueKind);
        if (said != (heuristic ? JsonValueKind.True : JsonValueKind.False))
        {
            yield return Breach.In("$.heuristic", heuristic
                ? $"a branch ended otherwise than decided ({Otherwise(claim.Told).First()}), and the document does not say so"
                : "no branch ended otherwise than decided, and the document does not say that");
        }
    }

    public static IEnumerable<Breach> AchievedIsWhatTheRecordsShow(DocumentClaim claim) =>
        Differences(Text(Guarantees(claim, "achieved")), Achieved(claim))
            .Select(difference => Breach.In("$.guarantees.achieved", $"the achieved {difference}"));

    public static IEnumerable<Breach> WhatRestsOnWordsIsMarked(DocumentClaim claim)
    {
        var marked = Guarantees(claim, "reported") is { ValueKind: JsonValueKind.Array } reported
            ? reported.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "").ToHashSet()
            : [];
        return Words(claim).Where(component => !marked.Contains(component))
            .Select(component => Breach.In("$.guarantees.reported", $"{component} rests on the participants' word, and is not marked so"));
    }

    /// <summary>The source's first table, a saga that waits being its compensating transaction; where it disagrees with itself, an orchestrated saga's coordination is asynchronous orchestration.</summary>
    private static string[] PromisedBy(Testimony told) => told.Pattern switch
    {
        Pattern.Saga when told.Begin.Definition.HasWait => ["Semantic", "Eventual", "None", "Strong", "Multi-service", "Async"],
        Pattern.Saga => ["Eventual", "Eventual", "Read uncommitted", "Strong", "Multi-service", "Async orchestration"],
        Pattern.Tcc => ["Strong", "Strong", "Read committed", "Strong", "Multi-service", "Synchronous"],
        _ => ["Strong", "Strong", "Serializable", "Strong", "Multi-system", "Synchronous"],
    };

    private static string[] Achieved(DocumentClaim claim)
    {
        var told = claim.Told;
        var achieved = PromisedBy(told);
        if (HasHeuristic(told))
            achieved[0] = achieved[1] = "violated";
        else if (told.End is null)
            achieved[0] = achieved[1] = "pending";
        else if (told.Each<Answered>().Any(answer => answer.Is.ByHand is { Barrier: BarrierTrace.None }))
            achieved[0] = "reported";
        if (told.Pattern is not Pattern.Saga)
            achieved[2] = told.End is null ? "pending" : Reports.TellOfHoldings(claim) ? achieved[2] : "not reported";
        achieved[3] = told.Begin.Storage switch
        {
            "azure_tables" => Reports.TellOfNoFlush(claim) ? "not flushed" : "Strong",
            "memory" => "None",
            _ => "Development storage",
        };
        return achieved;
    }

    /// <summary>
    /// Nobody but the participants knows whether their invariants hold, whether their locks and reservations held back others, and whether their
    /// effects are kept as well as the records.
    /// </summary>
    private static IEnumerable<string> Words(DocumentClaim claim)
    {
        var (achieved, promised) = (Achieved(claim), PromisedBy(claim.Told));
        if (achieved[1] == promised[1])
            yield return "consistency";
        if (claim.Told.Pattern is not Pattern.Saga && achieved[2] == promised[2])
            yield return "isolation";
        if (achieved[3] == promised[3])
            yield return "durability";
    }

    private static bool HasHeuristic(Testimony told) => Otherwise(told).Any();

    /// <summary>The calls that ended otherwise than decided, and the children of which one did.</summary>
    private static IEnumerable<string> Otherwise(Testimony told) =>
    [
        .. told.Each<Answered>().Where(answer => answer.Is.Verdict is Verdict.Heuristic).Select(answer => answer.Is.Name.ToString()),
        .. told.Each<Signalled>().Where(signal => signal.Is.Child is { Heuristic: true }).Select(signal => signal.Is.Child!.TransactionId),
    ];

    private static IEnumerable<string> Differences(IReadOnlyList<string?> said, IReadOnlyList<string> shown) => Components
        .Select((component, i) => said[i] == shown[i] ? null : $"{component} is said to be '{said[i]}' and is '{shown[i]}'")
        .OfType<string>();

    private static string?[] Members(GuaranteeVector vector) =>
        [vector.Atomicity, vector.Consistency, vector.Isolation, vector.Durability, vector.Scope, vector.Coordination];

    private static string?[] Text(JsonElement? vector) => [.. Components.Select(component =>
        vector is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(component, out var word) && word.ValueKind == JsonValueKind.String
            ? word.GetString()
            : null)];

    private static JsonElement? Guarantees(DocumentClaim claim, string member) =>
        Parse(claim.Document.Guarantees) is { ValueKind: JsonValueKind.Object } guarantees && guarantees.TryGetProperty(member, out var value) ? value : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte>? json) => json is { } bytes ? DocumentClaim.Parse(bytes) : null;
}
