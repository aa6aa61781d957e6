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
        var allowed = (told.Begin.Deadline - told.Begin.At).Ticks;
        if (allowed % TimeSpan.TicksPerMillisecond != 0 || allowed / TimeSpan.TicksPerMillisecond != told.Definition.DeadlineMs)
            yield return Breach.At(told.Records[0], $"the deadline is not {told.Definition.DeadlineMs} ms behind the begin");
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
                yield return Breach.At(begin, $"branch '{branch.Branch}' begins with {branch.Phase}, which is no part of a {definition.Pattern}");
            if (branch is { Undo: not null, Phase: not Phase.Action })
                yield return Breach.At(begin, $"branch '{branch.Branch}' has an undo, and only compensatable steps have one");
        }
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
        catch (Exception noText) when (noText is InvalidOperationException or ArgumentException)
        {
            // A string in it is no well-formed Unicode, or a member stands in it twice: it has no RFC 8785 form.
            return null;
        }
    }
}
