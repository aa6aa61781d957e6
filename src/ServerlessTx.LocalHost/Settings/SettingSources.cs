using System.Collections;
using System.Text.Json;
using ServerlessTx.Participants.Http;

namespace ServerlessTx.LocalHost;

/// <summary>
/// Where settings come from; what comes later wins: the section <c>ServerlessTx</c> of <c>appsettings.json</c> in the current folder,
/// variables of the environment, the command line.
/// </summary>
internal static class SettingSources
{
    public const string File = "appsettings.json";

    public const string Section = "ServerlessTx";

    public const string Prefix = "SERVERLESSTX_";

    public static IEnumerable<SettingValue> All(string[] arguments, IDictionary environment, string folder)
    {
        var path = Path.Combine(folder, File);
        var file = System.IO.File.Exists(path) ? FromFile(System.IO.File.ReadAllText(path)) : [];
        return [.. file, .. FromEnvironment(environment), .. FromCommandLine(arguments)];
    }

    public static IEnumerable<SettingValue> FromCommandLine(string[] arguments)
    {
        for (var at = 0; at < arguments.Length; at++)
        {
            var said = arguments[at];
            if (!said.StartsWith("--", StringComparison.Ordinal))
                throw new CannotStartException($"{said}: found where a setting should be; right would be --name value, see --help.");
            if (said.IndexOf('=') is var equals and > 0)
            {
                yield return new SettingValue(said[2..equals], said[(equals + 1)..], said[..equals]);
                continue;
            }

            var setting = SettingsTable.Find(said[2..]) ?? throw new CannotStartException($"{said}: no such setting; --help lists them all.");
            var next = at + 1 < arguments.Length && !arguments[at + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++at] : null;
            yield return new SettingValue(
                setting.Name,
                next ?? (setting.Flag ? "true" : throw new CannotStartException($"{said}: found no value; right would be {setting.Expected}.")),
                said);
        }
    }

    /// <summary>Nothing else may begin with our prefix, so that a misspelt variable is found.</summary>
    public static IEnumerable<SettingValue> FromEnvironment(IDictionary environment) =>
        from name in environment.Keys.Cast<string>().Order(StringComparer.Ordinal)
        where name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        select new SettingValue(name[Prefix.Length..].Replace('_', '-').ToLowerInvariant(), (string?)environment[name] ?? "", name);

    public static IEnumerable<SettingValue> FromFile(string text)
    {
        using var json = Parse(text);
        if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty(Section, out var section))
            yield break;
        if (section.ValueKind is not JsonValueKind.Object)
            throw new CannotStartException($"{File}, {Section}: found {section.ValueKind}; right would be an object of settings.");
        foreach (var property in section.EnumerateObject())
        {
            var value = property.Value.ValueKind is JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            yield return new SettingValue(property.Name, value, $"{File}, {Section}:{property.Name}");
        }
    }

    /// <summary>
    /// Services that take part over HTTP are named by whoever runs the host, so they stand in a section of their own, and never on a command
    /// line, where everybody on the machine could read their secrets.
    /// </summary>
    /// <exception cref="CannotStartException">One of their settings is wrong: told before anything is started.</exception>
    public static IConfiguration Participants(string folder)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, File), optional: true).AddEnvironmentVariables().Build();
        try
        {
            configuration.CheckHttpParticipants();
        }
        catch (InvalidHttpParticipantException wrong)
        {
            throw new CannotStartException(wrong.Message, wrong);
        }

        return configuration;
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException wrong)
        {
            throw new CannotStartException($"{File}: found what is not JSON, at line {wrong.LineNumber + 1}; right would be an object with a section {Section}.", wrong);
        }
    }
}
