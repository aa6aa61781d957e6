using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// What the participants of a vote say of themselves: what they held back from others until it was over (reservations with their expiry, locks
/// taken and let go), and whether they keep what they acknowledge.
/// </summary>
internal static class Reports
{
    /// <summary>The isolation of a vote is only claimed where all who may have held something say so.</summary>
    public static bool TellOfHoldings(DocumentClaim claim) => claim.Told.Definition.Branches.All(branch => claim.Told.Pattern is Pattern.Tcc
        ? IsReported(claim, branch, Phase.Try, [Phase.Confirm, Phase.Cancel], (reserved, _) => IsReservation(reserved))
        : IsReported(claim, branch, Phase.Prepare, [Phase.Commit, Phase.Abort], AreLocksLetGo));

    /// <summary>One of them does not flush its log: a power cut takes what it acknowledged.</summary>
    public static bool TellOfNoFlush(DocumentClaim claim) => claim.Told.Pattern is not Pattern.Saga && claim.Told.Each<Answered>().Any(answer =>
        Member(Member(claim.ResultOf(answer.Is), "durability"), "fsync") is { ValueKind: JsonValueKind.String } fsync && fsync.ValueEquals("off"));

    private static bool IsReported(
        DocumentClaim claim, DefinedBranch branch, Phase asked, Phase[] tellings, Func<JsonElement?, JsonElement?, bool> isHeld)
    {
        var ask = claim.Told.Answer(new CallName(branch.Branch, asked))?.Record as Answered;
        var told = claim.ResultOf(tellings.Select(telling => claim.Told.Answer(new CallName(branch.Branch, telling))?.Record).OfType<Answered>().FirstOrDefault());
        if (ask?.Verdict is Verdict.Done)
            return IsNotShown(claim, ask) || isHeld(claim.ResultOf(ask), told);
        // A refusal is known: nothing of it remains, however often it was asked before.
        var mayHaveHeld = ask is null ? claim.Told.Asked.Contains(new CallName(branch.Branch, asked)) : ask.Verdict is not Verdict.Refused;
        return !mayHaveHeld || SaysNothingWasHeld(told);
    }

    /// <summary>Of bytes that are not shown nothing can be said; that they are not is a breach of its own.</summary>
    private static bool IsNotShown(DocumentClaim claim, Answered ask) => ask.ResultHash is not null && claim.ResultOf(ask) is null;

    private static bool IsReservation(JsonElement? reserved) => Member(reserved, "reservation") is { ValueKind: JsonValueKind.Object } reservation
        && Member(reservation, "id") is not null && Member(reservation, "expires_at") is not null;

    private static bool AreLocksLetGo(JsonElement? prepared, JsonElement? told)
    {
        var taken = Locks(prepared, "locks_acquired").ToList();
        return taken.Count > 0 && taken.All(Locks(told, "released").ToHashSet().Contains);
    }

    private static bool SaysNothingWasHeld(JsonElement? told) => Member(told, "nothing_to_undo") is { ValueKind: JsonValueKind.True }
        || (Member(told, "released") is { ValueKind: JsonValueKind.Array } released && released.GetArrayLength() == 0);

    /// <summary>A lock is its name, or an object that has it.</summary>
    private static IEnumerable<string> Locks(JsonElement? report, string member) => Member(report, member) is not { ValueKind: JsonValueKind.Array } locks ? [] : locks
        .EnumerateArray()
        .Select(item => item.ValueKind == JsonValueKind.Object ? Member(item, "lock") : item)
        .Where(name => name is { ValueKind: JsonValueKind.String })
        .Select(name => name!.Value.GetString()!);

    private static JsonElement? Member(JsonElement? report, string name) =>
        report is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var member) ? member : null;
}
