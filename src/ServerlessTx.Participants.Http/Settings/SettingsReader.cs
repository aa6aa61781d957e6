using Microsoft.Extensions.Configuration;

namespace ServerlessTx.Participants.Http;

/// <summary>Reads the services under <c>Participants:Http</c>, every value checked before anything is called.</summary>
internal static class SettingsReader
{
    public const string Section = "Participants:Http";

    private const string Operations = "Operations";

    /// <exception cref="InvalidHttpParticipantException">Names the setting.</exception>
    public static IReadOnlyList<HttpParticipantSettings> Read(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).GetChildren().Select(ReadParticipant)];

    private static HttpParticipantSettings ReadParticipant(IConfigurationSection section)
    {
        if (!SettingText.IsName(section.Key))
            throw new InvalidHttpParticipantException(section.Path, "is no name of a participant; right would be 1 to 64 letters, digits, _ or -");
        var own = section.GetChildren().Where(child => !IsNamed(child, Operations));
        var settings = Apply(HttpSettingsTable.OfParticipant, new HttpParticipantSettings { Name = section.Key }, own);
        return Checked(settings with { Operations = [.. section.GetSection(Operations).GetChildren().Select(ReadOperation)] }, section.Path);
    }

    private static HttpOperation ReadOperation(IConfigurationSection section)
    {
        if (!SettingText.IsName(section.Key))
            throw new InvalidHttpParticipantException(section.Path, "is no name of an operation; right would be 1 to 64 letters, digits, _ or -");
        var operation = Apply(HttpSettingsTable.OfOperation, new HttpOperation(section.Key), section.GetChildren());
        return operation is { Undo: not null, Role: not HttpRole.Step }
            ? throw new InvalidHttpParticipantException($"{section.Path}:Undo", "only a step can be undone; leave it out, or the role")
            : operation;
    }

    private static T Apply<T>(IReadOnlyList<Setting<T>> table, T settings, IEnumerable<IConfigurationSection> given) where T : class
    {
        var standard = table.Where(row => row.Default is not "").Aggregate(settings, (known, row) => row.Apply(known, row.Default)!);
        return given.Aggregate(standard, (known, value) => Apply(table, known, value));
    }

    private static T Apply<T>(IReadOnlyList<Setting<T>> table, T settings, IConfigurationSection given) where T : class
    {
        var row = table.FirstOrDefault(row => IsNamed(given, row.Name)) ?? throw new InvalidHttpParticipantException(
            given.Path, $"there is no such setting; there are: {string.Join(", ", table.Select(row => row.Name))}");
        var text = given.Value ?? "";
        var found = row.Secret ? $"a value of {text.Length} characters" : $"\"{text}\"";
        return row.Apply(settings, text) ?? throw new InvalidHttpParticipantException(given.Path, $"found {found}; right would be {row.Expected}");
    }

    private static HttpParticipantSettings Checked(HttpParticipantSettings settings, string path) => settings switch
    {
        { BaseAddress: null } => throw new InvalidHttpParticipantException($"{path}:BaseAddress", $"is not set; right would be {HttpSettingsTable.OfParticipant[0].Expected}"),
        { Secret: not null, BearerToken: not null } => throw new InvalidHttpParticipantException($"{path}:BearerToken", "a call is signed or has a token; leave Secret or BearerToken out"),
        { Secret: null, SecondSecret: not null } => throw new InvalidHttpParticipantException($"{path}:SecondSecret", "stands beside Secret, which is not set"),
        { BaseAddress.IsLoopback: false, Secret: null, BearerToken: null } => throw new InvalidHttpParticipantException($"{path}:Secret", "is not set; a service on another machine must be able to tell who calls: set Secret or BearerToken"),
        { BaseAddress: { IsLoopback: false, Scheme: "http" }, BearerToken: not null } => throw new InvalidHttpParticipantException($"{path}:BearerToken", "would be sent over http to another machine; set an https:// BaseAddress, or Secret instead"),
        _ => settings,
    };

    private static bool IsNamed(IConfigurationSection section, string name) => section.Key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
