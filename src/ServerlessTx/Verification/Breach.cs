using System.Globalization;

namespace ServerlessTx;

/// <summary>A place at which a rule does not hold: a record by its version, or a value by its JSON path.</summary>
public sealed record Breach
{
    /// <summary>The version of the record.</summary>
    public long? Version { get; init; }

    /// <summary>The call that the record is about, <c>{branch}/{phase}</c>; of an event its type.</summary>
    public string? Call { get; init; }

    /// <summary>The place in the document, as a JSON path from <c>$</c>.</summary>
    public string? Path { get; init; }

    /// <summary>What is wrong there.</summary>
    public required string What { get; init; }

    internal static Breach At(Recorded recorded, string what) =>
        new() { Version = recorded.Version, Call = CallOf(recorded.Record)?.ToString(), What = what };

    internal static Breach In(string path, string what) => new() { Path = path, What = what };

    /// <summary>The place and what is wrong there, on one line.</summary>
    public override string ToString()
    {
        var record = Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"record {version}") : null;
        var place = Call is null ? record : $"{record} ({Call})";
        return string.Join(", ", new[] { place, Path }.Where(part => part is not null)) + $": {What}";
    }

    private static CallName? CallOf(TransactionRecord record) => record switch
    {
        Answered answered => answered.Name,
        Unanswered unanswered => unanswered.Name,
        Late late => late.Answer.Name,
        _ => null,
    };
}
