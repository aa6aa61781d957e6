using System.Globalization;

namespace ServerlessTx.Benchmarks;

/// <summary>Numbers as the table shows them.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => FormattableString.Invariant(text);

    public static string Ms(double milliseconds) => $"{milliseconds.ToString(milliseconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} ms";

    public static string Rate(double perSecond) => $"{Thousands(perSecond)}/s";

    public static string Thousands(double number) => number.ToString(number < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    public static string Times(double ratio) => $"{ratio.ToString("0.00", CultureInfo.InvariantCulture)} ×";
}
