using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ServerlessTx.Functions;

/// <summary>Reads settings, and refuses a wrong one with its name and what would be right. No value is repeated: it may be a secret.</summary>
internal sealed class SettingValues(IConfiguration configuration)
{
    public string Text(string name, string expected, Func<string, bool> isRight, string? standard = null)
    {
        var text = configuration[name] is { Length: > 0 } value ? value : standard;
        return text switch
        {
            null => throw new InvalidSettingException(name, $"is not set; it must be {expected}."),
            _ when !isRight(text) => throw new InvalidSettingException(name, $"must be {expected}."),
            _ => text,
        };
    }

    public int Whole(string name, int least, int most, int standard) => int.Parse(
        Text(name, $"a whole number from {least} to {most}", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole >= least && whole <= most, standard.ToString(CultureInfo.InvariantCulture)),
        CultureInfo.InvariantCulture);

    public bool Flag(string name, bool standard) =>
        bool.Parse(Text(name, "true or false", text => bool.TryParse(text, out _), standard ? "true" : "false"));

    public TimeSpan Duration(string name, TimeSpan least, TimeSpan most, string standard)
    {
        var expected = $"a number with s, m or h behind it, from {least.TotalSeconds:0} s to {most.TotalSeconds:0} s";
        return DurationOf(Text(name, expected, text => DurationOf(text) is { } value && value >= least && value <= most, standard))!.Value;
    }

    /// <summary>Nothing when it is not set.</summary>
    public TimeSpan? OptionalDuration(string name, TimeSpan least, TimeSpan most) =>
        string.IsNullOrEmpty(configuration[name]) ? null : Duration(name, least, most, "");

    /// <summary>Each name's count; none when it is not set.</summary>
    public IReadOnlyDictionary<string, int> Limits(string name) => string.IsNullOrEmpty(configuration[name]) ? new Dictionary<string, int>() : LimitsOf(
        Text(name, "name=count,name=count, names of letters, digits, _ and -, counts from 1 to 1000, nothing twice", text => LimitsOf(text) is not null))!;

    private static Dictionary<string, int>? LimitsOf(string text)
    {
        var limits = new Dictionary<string, int>();
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split('=')))
        {
            if (pair is not [var name, var count] || !ConcurrencyLimit.IsName(name)
                || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var atOnce) || !ConcurrencyLimit.IsCount(atOnce) || !limits.TryAdd(name, atOnce))
                return null;
        }

        return limits;
    }

    /// <summary>A connection by identity, as the Functions host reads it too, or a connection string.</summary>
    /// <param name="name">The name that the bindings use.</param>
    /// <param name="address">What names the account or namespace behind two underscores.</param>
    public Connection Connection(string name, string address)
    {
        var section = configuration.GetSection(name);
        var (text, place, identity) = (section.Value, section[address], section["credential"]);
        if (string.IsNullOrEmpty(text) == string.IsNullOrEmpty(place))
            throw new InvalidSettingException(name, $"set either {name}__{address}, with {name}__credential=managedidentity, or on your own machine {name} as a connection string.");
        if (!string.IsNullOrEmpty(place) && identity is not "managedidentity")
            throw new InvalidSettingException($"{name}__credential", "must be managedidentity.");
        return new Connection(string.IsNullOrEmpty(text) ? null : text, place, section["clientId"]);
    }

    private static TimeSpan? DurationOf(string text) =>
        text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
}
