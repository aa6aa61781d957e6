namespace ServerlessTx.PlantedBugs;

/// <summary>
/// A bug as its file says it: a head of <c>name: value</c> lines, then the text that stands in a source file and what is put in its place.
/// </summary>
/// <param name="Number">From the file's name.</param>
/// <param name="What">What is broken, in words.</param>
/// <param name="Rule">The rule of the design that it breaks, or what else it is against.</param>
/// <param name="File">The source file, from the repository's root.</param>
/// <param name="Hunts">Who is sent after it, in this order.</param>
/// <param name="Right">What stands there.</param>
/// <param name="Wrong">What is planted.</param>
internal sealed record Bug(int Number, string What, string Rule, string File, IReadOnlyList<Hunt> Hunts, string Right, string Wrong)
{
    private const string Stands = "<<<<<<< right\n";
    private const string Planted = "=======\n";
    private const string End = ">>>>>>> wrong\n";

    public static IReadOnlyList<Bug> All(string repository) =>
        [.. Directory.GetFiles(Path.Combine(repository, "tests", "ServerlessTx.PlantedBugs", "Bugs"), "*.bug").Order(StringComparer.Ordinal).Select(Read)];

    public static Bug Read(string path)
    {
        var text = System.IO.File.ReadAllText(path);
        var (stands, planted, end) = (text.IndexOf(Stands, StringComparison.Ordinal), text.IndexOf(Planted, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (stands < 0 || planted < stands || end < planted)
            throw new FormatException($"{path} has no text to replace.");
        var head = text[..stands].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToList();
        string Value(string name) => head.FirstOrDefault(line => line[0] == name)?[1] ?? throw new FormatException($"{path} does not say its '{name}'.");
        return new Bug(
            int.Parse(Path.GetFileName(path).AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture),
            Value("what"), Value("rule"), Value("file"),
            [.. head.Where(line => line[0] == "hunt").Select(line => Hunt.Read(line[1]))],
            text[(stands + Stands.Length)..planted],
            text[(planted + Planted.Length)..end]);
    }

    /// <summary>The source with the bug in it.</summary>
    /// <exception cref="InvalidOperationException">The text does not stand there exactly once: the source has changed.</exception>
    public string PlantedIn(string source)
    {
        var at = source.IndexOf(Right, StringComparison.Ordinal);
        if (at < 0 || source.IndexOf(Right, at + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidOperationException($"Bug {Number} cannot be planted: its text does not stand exactly once in {File}.");
        return source[..at] + Wrong + source[(at + Right.Length)..];
    }
}
