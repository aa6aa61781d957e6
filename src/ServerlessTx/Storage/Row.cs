namespace ServerlessTx;

/// <summary>A stored row.</summary>
/// <param name="Key">Unique in its partition; rows are ordered by it, ordinally.</param>
/// <param name="Payload">The bytes as they were written; empty when the query left them out.</param>
/// <param name="Columns">Small named strings that can be read without the payload.</param>
/// <param name="ETag">Changes with every write of the row; opaque.</param>
public sealed record Row(string Key, ReadOnlyMemory<byte> Payload, IReadOnlyDictionary<string, string> Columns, string ETag);

/// <summary>One page of rows.</summary>
/// <param name="Rows">In ordinal key order.</param>
/// <param name="HasMore">Whether rows of the range may follow; read on behind the last key. Never true of a page without rows.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, bool HasMore)
{
    internal static RowPage Empty { get; } = new([], HasMore: false);
}

/// <summary>Which rows of a partition to read.</summary>
/// <param name="From">The first key of the range, inclusive.</param>
/// <param name="To">The end of the range, exclusive.</param>
/// <param name="Limit">The most rows a page holds; a store may return fewer, and says so by <see cref="RowPage.HasMore"/>.</param>
/// <param name="WithPayload">False leaves the payloads out, which makes listing cheap.</param>
public sealed record RowQuery(string From, string To, int Limit = 1000, bool WithPayload = true)
{
    /// <summary>All rows whose keys start with a prefix.</summary>
    /// <remarks>The end of the range is the prefix with its last character raised by one: ordinal order knows no equal in between.</remarks>
    public static RowQuery Prefix(string prefix, int limit = 1000, bool withPayload = true) =>
        new(prefix, prefix[..^1] + (char)(prefix[^1] + 1), limit, withPayload);

    /// <summary>The one row of a key.</summary>
    public static RowQuery Single(string key) => new(key, key + " ", 1);

    /// <summary>Whether no key but the first of the range can lie in it: a space is the smallest character a key may hold.</summary>
    internal bool IsSingle => To.Length == From.Length + 1 && To[^1] == ' ' && To.StartsWith(From, StringComparison.Ordinal);

    /// <summary>The rest of this range behind a key.</summary>
    public RowQuery After(string key) => this with { From = key + " " };
}
