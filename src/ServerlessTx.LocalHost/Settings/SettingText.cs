using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace ServerlessTx.LocalHost;

/// <summary>How the text of a setting becomes its value; null where it is not one.</summary>
internal static partial class SettingText
{
    public static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    public static ModeSwitching? Switching(string text) => text switch
    {
        "automatic" => ModeSwitching.Automatic,
        "by_operator" => ModeSwitching.ByOperator,
        "off" => ModeSwitching.Off,
        _ => null,
    };

    public static bool? Flag(string text) => bool.TryParse(text, out var value) ? value : null;

    public static TimeSpan? Duration(string text, string least, string most) =>
        Duration(text) is { } value && value >= Duration(least) && value <= Duration(most) ? value : null;

    /// <summary>A name would listen on every interface, as web servers do with names they do not resolve, so only localhost may stand there.</summary>
    public static IPEndPoint? Address(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "http" || uri.PathAndQuery != "/" || uri.UserInfo is not "" || uri.Fragment is not "")
            return null;
        if (uri.Host is "localhost")
            return new IPEndPoint(IPAddress.Loopback, uri.Port);
        return IPAddress.TryParse(uri.Host, out var address) ? new IPEndPoint(address, uri.Port) : null;
    }

    /// <summary>Each caller's name by its key.</summary>
    public static IReadOnlyDictionary<string, string>? ApiKeys(string text)
    {
        var pairs = text.TrimStart().StartsWith('{') ? JsonPairs(text) : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Pair)];
        var right = pairs is { Length: > 0 }
            && pairs.All(pair => Name().IsMatch(pair.Name) && pair.Key.Length >= 16)
            && pairs.DistinctBy(pair => pair.Name).Count() == pairs.Length
            && pairs.DistinctBy(pair => pair.Key).Count() == pairs.Length;
        return right ? pairs!.ToDictionary(pair => pair.Key, pair => pair.Name, StringComparer.Ordinal) : null;
    }

    /// <summary>Each name's count.</summary>
    public static IReadOnlyDictionary<string, int>? Limits(string text)
    {
        var pairs = text.Split(',', StringSplitOptions.TrimEntries).Select(Pair).Select(pair => (pair.Name, Count: Whole(pair.Key, 1, 1000))).ToList();
        return pairs.All(pair => Name().IsMatch(pair.Name) && pair.Count is not null) && pairs.DistinctBy(pair => pair.Name).Count() == pairs.Count
            ? pairs.ToDictionary(pair => pair.Name, pair => pair.Count!.Value, StringComparer.Ordinal)
            : null;
    }

    public static bool IsConnectionString(string text) => Connection().IsMatch(text);

    public static bool IsNpgsql(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Table Storage keeps the name "tables" for itself.</summary>
    public static bool IsTableName(string text) => TableName().IsMatch(text) && !text.Equals("tables", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Duration(string text)
    {
        if (DurationText().Match(text) is not { Success: true } match)
            return null;
        var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    private static (string Name, string Key) Pair(string text) =>
        text.IndexOf('=') is var equals and > 0 ? (text[..equals], text[(equals + 1)..]) : ("", "");

    private static (string Name, string Key)[]? JsonPairs(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString() ?? ""))];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^([0-9]{1,8})(ms|s|m|h)\z")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{2,54}\z")]
    private static partial Regex TableName();

    [GeneratedRegex(@"(^|;)\s*(AccountName=\S|TableEndpoint=\S|UseDevelopmentStorage=true)", RegexOptions.IgnoreCase)]
    private static partial Regex Connection();
}
