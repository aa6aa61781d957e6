using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>The JSON Canonicalization Scheme, RFC 8785: one byte form for all equal documents, so that they can be hashed.</summary>
internal static class CanonicalJson
{
    public static byte[] Write(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // Section 3.2.3: sorted by UTF-16 code units, which is what ordinal comparison does.
                WriteAll(text, '{', '}', value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal), property =>
                {
                    Quote(text, property.Name);
                    text.Append(':');
                    Write(text, property.Value);
                });
                break;
            case JsonValueKind.Array:
                WriteAll(text, '[', ']', value.EnumerateArray(), item => Write(text, item));
                break;
            case JsonValueKind.Number:
                text.Append(Number(value));
                break;
            case JsonValueKind.String:
                Quote(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var start = text.Length;
        foreach (var item in items)
        {
            if (text.Length > start)
                text.Append(',');
            write(item);
        }

        text.Append(close);
    }

    /// <summary>Section 3.2.2.2: only what must be escaped is.</summary>
    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        text.Append('"');
    }

    /// <summary>Section 3.2.2.3: as ECMAScript writes a double. What no double can hold is kept as it stands.</summary>
    private static string Number(JsonElement value)
    {
        var number = value.GetDouble();
        if (!double.IsFinite(number))
            return value.GetRawText();
        if (number == 0)
            return "0";
        return Ecma(number.ToString("R", CultureInfo.InvariantCulture), number);
    }

    private static string Ecma(string shortest, double number)
    {
        var (digits, exponent) = Digits(shortest.TrimStart('-'));
        var text = new StringBuilder(number < 0 ? "-" : "");
        if (exponent is >= -6 and < 21)
        {
            if (exponent < 0)
                text.Append("0.").Append('0', -exponent - 1).Append(digits);
            else if (digits.Length <= exponent + 1)
                text.Append(digits).Append('0', exponent + 1 - digits.Length);
            else
                text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1);
            return text.ToString();
        }

        text.Append(digits[0]);
        if (digits.Length > 1)
            text.Append('.').Append(digits, 1, digits.Length - 1);
        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent)).ToString();
    }

    /// <summary>The significant digits and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Digits(string shortest)
    {
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var power = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), power + whole - leading - 1);
    }
}
