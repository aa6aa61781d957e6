namespace ServerlessTx.PlantedBugs;

/// <summary>Who is sent after a bug.</summary>
internal abstract record Hunt
{
    /// <summary>The explorer's scenarios of these names.</summary>
    public sealed record Explorer(IReadOnlyList<string> Scenarios) : Hunt;

    /// <summary>The tests of a project whose full names hold a text.</summary>
    public sealed record Tests(string Project, string Named) : Hunt;

    public static Hunt Read(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["explorer", .. var scenarios] => new Explorer(scenarios),
        ["tests", var project, var named] => new Tests(project, named),
        _ => throw new FormatException($"'{text}' is nobody who hunts."),
    };
}
