using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessTx.Participants.Http;

/// <summary>How the text of a setting becomes its value; null where it is not one.</summary>
internal static partial class SettingText
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo is "" && uri.Query is "" && uri.Fragment is ""
            ? new Uri(uri.AbsoluteUri.TrimEnd('/') + "/")
            : null;

    public static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    public static TimeSpan? Duration(string text)
    {
        if (DurationText().Match(text) is not { Success: true } match)
            return null;
        var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var duration = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            _ => TimeSpan.FromMinutes(number),
        };
        return duration > TimeSpan.Zero && duration <= Longest ? duration : null;
    }

    public static HttpRole? Role(string text) =>
        Enum.GetValues<HttpRole>().Cast<HttpRole?>().FirstOrDefault(role => text == role.ToString()!.ToLowerInvariant());

    public static bool IsName(string text) => NameText().IsMatch(text);

    public static bool IsToken(string text) => TokenText().IsMatch(text);

    [GeneratedRegex(@"^([0-9]{1,6})(ms|s|m)\z")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NameText();

    [GeneratedRegex(@"^[A-Za-z0-9._~+/-]{16,}=*\z")]
    private static partial Regex TokenText();
}
