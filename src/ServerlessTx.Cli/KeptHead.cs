using System.CommandLine.Parsing;
using System.Globalization;

namespace ServerlessTx.Cli;

/// <summary>A head on the command line, <c>VERSION:HASH</c>.</summary>
internal static class KeptHead
{
    public static StreamHead? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var parts = text.Split(':');
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            && parts[1].Length == 64 && parts[1].All(char.IsAsciiHexDigitLower))
            return new StreamHead(version, ChainHash.Parse(parts[1]));
        result.AddError($"--head is VERSION:HASH, a number and 64 lower-case hexadecimal digits; found '{text}'.");
        return null;
    }
}
