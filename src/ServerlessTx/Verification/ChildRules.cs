using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx;

/// <summary>Children, as far as one document shows them: whose they are, who says how they ended, and that they are undone as they ended.</summary>
internal static class ChildRules
{
    private const int IdLength = 36;
    private const int TimeDigits = 12;
    private const int UniqueDigits = 20;

    /// <summary>Whoever begins a child begins the same one, so its id is known from the call that began it, but for its shard.</summary>
    public static IEnumerable<Breach> ChildrenAreOfTheirCall(Testimony told)
    {
        if (told.Begin.Parent is { } parent && !IsChildOf(told.Begin.TransactionId, parent.TransactionId, parent.Branch))
            yield return Breach.At(told.Records[0], $"it is not the child of '{parent.Branch}' of {parent.TransactionId}");
        var first = new Dictionary<string, string>();
        foreach (var (at, branch, child) in Named(told))
        {
            if (!IsChildOf(child, told.Begin.TransactionId, branch))
                yield return Breach.At(at, $"{child} is not the child of '{branch}'");
            else if (!first.TryAdd(branch, child) && first[branch] != child)
                yield return Breach.At(at, $"{child} is not {first[branch]}, which another record names as the child of '{branch}'");
        }
    }

    public static IEnumerable<Breach> OnlyAChildSaysHowItEnded(Testimony told)
    {
        foreach (var (at, signalled) in told.Each<Signalled>())
        {
            var step = told.Definition.Branches.FirstOrDefault(step => step.Child?.Signal == signalled.Signal);
            if ((step is null) != (signalled.Child is null))
                yield return Breach.At(at, step is null ? "no child gives this signal" : $"only the child of '{step.Branch}' gives this signal");
            else if (signalled.Child is { } child && (signalled.Rejected is null) != Duties.IsDone(child.Status))
                yield return Breach.At(at, $"the child ended {child.Status.Word()}, and the signal says otherwise");
            else if (signalled.Child is { Status: TransactionStatus.Running or TransactionStatus.Stuck })
                yield return Breach.At(at, "the child had not ended");
        }
    }

    /// <summary>A person's word for it is no answer of ours, and one that is large stands in a row of its own.</summary>
    public static IEnumerable<Breach> ChildrenAreUndoneAsTheyEnded(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>())
        {
            if (told.Branch(answer.Branch)?.Child is not { } child || answer is not { Phase: Phase.Undo, Verdict: Verdict.Done, ByHand: null, ResultHash: null })
                continue;
            var heard = told.Each<Signalled>().FirstOrDefault(signal => signal.Is.Signal == child.Signal && signal.At.Version < at.Version).Is?.Child;
            if (answer.ResultAs<ChildUndone>() is not { } undone)
                yield return Breach.At(at, "it does not say how the child ended");
            else if (heard is not null && heard.Head != undone.Child.Head)
                yield return Breach.At(at, $"the child had ended with {heard.Head.Hash}, and its record is never opened again");
            else if (undone.Undone != (Duties.IsDone(undone.Child.Status) && !child.Stays))
                yield return Breach.At(at, $"the child ended {undone.Child.Status.Word()}, and its undo was {(undone.Undone ? "" : "not ")}called");
        }
    }

    /// <summary>Every child that the records name: the answers first, then the signals.</summary>
    public static IEnumerable<(Recorded At, string Branch, string Child)> Named(Testimony told)
    {
        foreach (var (at, answer) in told.Each<Answered>().Where(answer => told.Branch(answer.Is.Branch)?.Child is not null))
        {
            if ((answer.Phase is Phase.Undo ? answer.ResultAs<ChildUndone>()?.Child.TransactionId : answer.ResultAs<ChildBegun>()?.TransactionId) is { } child)
                yield return (at, answer.Branch, child);
        }

        foreach (var (at, signalled) in told.Each<Signalled>())
        {
            if (signalled.Child is { } child && told.Definition.Branches.FirstOrDefault(step => step.Child?.Signal == signalled.Signal) is { } step)
                yield return (at, step.Branch, child.TransactionId);
        }
    }

    /// <summary>Every end of a child that the records quote: what its signal said, and what its undo found.</summary>
    public static IEnumerable<(Recorded At, ChildEnd Is)> Ends(Testimony told) => told.Records
        .Select(recorded => (recorded, End: recorded.Record switch
        {
            Signalled signalled => signalled.Child,
            Answered { Phase: Phase.Undo } answer when told.Branch(answer.Branch)?.Child is not null => answer.ResultAs<ChildUndone>()?.Child,
            _ => null,
        }))
        .Where(pair => pair.End is not null)
        .Select(pair => (pair.recorded, pair.End!));

    /// <summary>The moment of the parent's id, and 80 bits of the SHA-256 of the call's name.</summary>
    private static bool IsChildOf(string id, string parent, string branch)
    {
        var unique = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent}/{branch}/action")))[..UniqueDigits];
        return id.Length == IdLength && parent.Length == IdLength && id[..TimeDigits] == parent[..TimeDigits] && id.EndsWith(unique, StringComparison.Ordinal);
    }
}
