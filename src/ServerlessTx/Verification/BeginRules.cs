using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>What a transaction pinned when it began.</summary>
internal static class BeginRules
{
    public static IEnumerable<Breach> BeginStandsOnce(Testimony told) =>
        told.All<Started>().Skip(1).Select(again => Breach.At(again, "a second begin record: it would arm the deadline again"));

    public static IEnumerable<Breach> DeadlineIsBeginPlusAllowance(Testimony told)
    {
        var allowed = Allowance(told);
        if ((told.Begin.Deadline - (told.Begin.StartsAt ?? told.Begin.At)).Ticks != (Int128)allowed * TimeSpan.TicksPerMillisecond)
            yield return Breach.At(told.Records[0], $"the deadline is not {allowed} ms behind the begin");
    }

    /// <summary>Nobody is asked before the moment has come, and one that was turned back before has asked nobody.</summary>
    public static IEnumerable<Breach> NothingIsAskedBeforeTheStart(Testimony told)
    {
        if (told.Begin.StartsAt is not { } start)
            return told.All<MomentCame>().Select(opened => Breach.At(opened, "it was not scheduled"));
        var opened = told.All<MomentCame>().FirstOrDefault();
        return told.All<MomentCame>().Skip(1).Select(again => Breach.At(again, "it was opened before"))
            .Concat(told.All<MomentCame>().Where(early => early.Record.At < start).Select(early => Breach.At(early, "it is opened and stamped before its start")))
            .Concat(told.Records.Where(recorded => IsAsked(recorded.Record) && !(opened?.Version < recorded.Version)).Select(asked => Breach.At(asked, "it was asked before its transaction was opened")))
            .Concat(told.All<MomentCame>().Where(late => told.Back?.Version < late.Version).Select(late => Breach.At(late, "it was opened behind turning back")));
    }

    /// <summary>Over the stored members, those included that this reader does not know.</summary>
    public static IEnumerable<Breach> FingerprintIsOfTheDefinition(Testimony told)
    {
        using var stored = JsonDocument.Parse(told.Appends[0].Payload);
        if (HashOf(stored.RootElement[0].GetProperty("definition")) is not { } hash || hash != told.Definition.Fingerprint)
            yield return Breach.At(told.Records[0], "the fingerprint is not the SHA-256 of the definition's RFC 8785 form");
    }

    public static IEnumerable<Breach> DefinitionCanBegin(Testimony told)
    {
        var (definition, begin) = (told.Definition, told.Records[0]);
        if (DefinitionRules.Fault(definition) is { } fault)
            yield return Breach.At(begin, fault);
        foreach (var branch in definition.Branches)
        {
            if (!Duties.CanBegin(definition.Pattern, branch.Phase))
                yield return Breach.At(begin, $"branch '{branch.Branch}' begins with {branch.Phase.Word()}, which is no part of a {definition.Pattern.Word()}");
            if (branch is { Undo: not null, Phase: not Phase.Action })
                yield return Breach.At(begin, $"branch '{branch.Branch}' has an undo, and only compensatable steps have one");
        }
    }

    private static bool IsAsked(TransactionRecord record) => record switch
    {
        Unanswered or WaitBegan => true,
        Answered { Verdict: not Verdict.Unasked } answered => Duties.IsFirst(answered.Phase),
        _ => false,
    };

    /// <summary>What the definition allows, or as many seconds as the member of the input says that the definition names.</summary>
    private static long Allowance(Testimony told)
    {
        using var stored = JsonDocument.Parse(told.Appends[0].Payload);
        return stored.RootElement[0].GetProperty("definition").TryGetProperty("deadline_seconds_from", out var named)
            && named.ValueKind == JsonValueKind.String && told.Begin.Input.ValueKind == JsonValueKind.Object
            && told.Begin.Input.EnumerateObject().FirstOrDefault(member => named.ValueEquals(member.Name)) is { Value.ValueKind: JsonValueKind.Number } member
            && member.Value.TryGetInt64(out var seconds) && seconds is > 0 and < int.MaxValue
                ? seconds * 1000
                : told.Definition.DeadlineMs;
    }

    private static string? HashOf(JsonElement definition)
    {
        try
        {
            var pinned = definition.EnumerateObject()
                .Where(member => member.Name != "fingerprint")
                .ToDictionary(member => member.Name, member => member.Value);
            return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(JsonSerializer.SerializeToElement(pinned))));
        }
        catch (ArgumentException)
        {
            // A member stands in it twice: it has no RFC 8785 form.
            return null;
        }
    }
}
