namespace ServerlessTx;

/// <summary>A parent against a child's own document: the hash that the parent's records quote holds all that the child says.</summary>
internal static class FamilyRules
{
    public static Rule<FamilyClaim> ChildIsAsItsParentSays { get; } = new(
        VerificationLevel.Document, "child_is_as_its_parent_says", "The child's document holds, names this parent, and ends with the hash that the parent quotes", Breaches);

    private static IEnumerable<Breach> Breaches(FamilyClaim claim)
    {
        if (claim.Child is not { } child || claim.Report.Outcome is not VerificationOutcome.Holds)
        {
            yield return Breach.In("$", claim.Report.Outcome is VerificationOutcome.Holds
                ? "the child's document is not that of a transaction"
                : $"the child's document does not hold: {claim.Report.Reason ?? string.Join(", ", claim.Report.Broken.Select(finding => finding.Rule))}");
            yield break;
        }

        if (child.Begin.Parent is not { } parent || parent.TransactionId != claim.Parent.Begin.TransactionId)
        {
            yield return Breach.In("$.parent", $"{child.Begin.TransactionId} is no child of {claim.Parent.Begin.TransactionId}");
            yield break;
        }

        // Its id is made of the call but for its shard, so that the true one may have a sister.
        foreach (var (at, _, named) in ChildRules.Named(claim.Parent).Where(named => named.Branch == parent.Branch && named.Child != child.Begin.TransactionId))
            yield return Breach.At(at, $"its child is {named}, and the document is that of {child.Begin.TransactionId}");
        foreach (var (at, quoted) in ChildRules.Ends(claim.Parent).Where(end => end.Is.TransactionId == child.Begin.TransactionId))
        {
            if (quoted.Head != claim.Report.Head || quoted.Status != claim.Report.End)
                yield return Breach.At(at, $"it quotes a child that ended {quoted.Status.Word()} at {quoted.Head.Version}:{quoted.Head.Hash}, and the document ends at {claim.Report.Head!.Version}:{claim.Report.Head.Hash}");
        }
    }
}
