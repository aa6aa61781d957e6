using System.Globalization;

namespace ServerlessTx;

/// <summary>
/// A row beside each append, in its batch, that says to projections what is still to be handled. They delete it, so that whoever looks finds what
/// is new and never what is done with.
/// </summary>
internal static class Feed
{
    private const string At = "at";

    /// <summary>The key before all of a type's rows, which is nobody's append: the mark of who handles them stands there.</summary>
    public static string MarkOf(string type) => $"{RowKinds.Feed}{type}:";

    public static RowQuery Of(string type) => RowQuery.Prefix(MarkOf(type), limit: 200);

    public static RowWrite.Insert RowOf(string stream, StoredAppend append, DateTimeOffset at) => new(
        string.Create(CultureInfo.InvariantCulture, $"{RowKinds.Feed}{stream}|{append.Version:D10}"), default, new Dictionary<string, string> { [At] = Stamp.Text(at) });

    /// <summary>Whose append it was.</summary>
    public static string IdOf(string type, Row row) => row.Key[MarkOf(type).Length..row.Key.LastIndexOf('|')];

    /// <summary>When it was appended.</summary>
    public static DateTimeOffset StampOf(Row row) => DateTimeOffset.Parse(row.Columns[At], CultureInfo.InvariantCulture);
}
