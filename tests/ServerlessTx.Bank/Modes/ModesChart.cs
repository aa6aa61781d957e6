using System.Globalization;
using System.Text;

namespace ServerlessTx.Bank;

/// <summary>Throughput over time as an SVG, over a band that shows the mode.</summary>
internal static class ModesChart
{
    private const int Left = 60, Top = 50, Width = 860, Height = 240;

    public static string Draw(IReadOnlyList<ModeSlice> slices)
    {
        var svg = new StringBuilder();
        var (end, most) = (slices[^1].At, Math.Max(1, slices.Max(slice => Math.Max(PerSecond(slice.Strict), PerSecond(slice.Degraded)))));
        double X(double at) => Left + at / end * Width;
        double Y(double perSecond) => Top + Height - perSecond / most * Height;
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 40} {Top + Height + 60}" font-family="sans-serif" font-size="12">""");
        Line(svg, """<rect width="100%" height="100%" fill="white"/>""");
        Line(svg, $"""<text x="{Left}" y="20" font-size="14">Transfers a second, and the mode of the group, while the accounts' server is stopped</text>""");
        var before = 0.0;
        foreach (var slice in slices)
        {
            Line(svg, $"""<rect x="{X(before):0.0}" y="{Top}" width="{X(slice.At) - X(before):0.0}" height="{Height}" fill="{ColourOf(slice.Mode)}"/>""");
            before = slice.At;
        }

        Curve(svg, slices, slice => (X(slice.At), Y(PerSecond(slice.Strict))), "#1f5fa8");
        Curve(svg, slices, slice => (X(slice.At), Y(PerSecond(slice.Degraded))), "#b35a00");
        for (var tick = 0; tick <= 4; tick++)
            Line(svg, $"""<text x="{Left - 8}" y="{Y(most * tick / 4.0) + 4:0.0}" text-anchor="end">{most * tick / 4.0:0}</text>""");
        for (var second = 0; second <= end; second += 5)
            Line(svg, $"""<text x="{X(second):0.0}" y="{Top + Height + 18}" text-anchor="middle">{second} s</text>""");
        var x = Left;
        foreach (var (word, colour) in new[] { ("strict", "#1f5fa8"), ("degraded", "#b35a00"), ("band: strict", ColourOf(Mode.Strict)), ("band: degraded", ColourOf(Mode.Degraded)), ("band: failing back", ColourOf(Mode.FailingBack)) })
        {
            Line(svg, $"""<rect x="{x}" y="{Top + Height + 32}" width="12" height="12" fill="{colour}" stroke="#999"/><text x="{x + 17}" y="{Top + Height + 42}">{word}</text>""");
            x += 150;
        }

        Line(svg, "</svg>");
        return svg.ToString();
    }

    private static double PerSecond(int inASlice) => inASlice * 2.0;

    private static string ColourOf(Mode mode) => mode switch
    {
        Mode.Strict => "#eef4fb",
        Mode.Degraded => "#fdeedd",
        _ => "#f3d9d9",
    };

    private static void Curve(StringBuilder svg, IReadOnlyList<ModeSlice> slices, Func<ModeSlice, (double X, double Y)> point, string colour) => Line(
        svg, $"""<polyline fill="none" stroke="{colour}" stroke-width="2" points="{string.Join(' ', slices.Select(point).Select(at => FormattableString.Invariant($"{at.X:0.0},{at.Y:0.0}")))}"/>""");

    private static void Line(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Line(StringBuilder svg, string line) => svg.AppendLine(line);
}
