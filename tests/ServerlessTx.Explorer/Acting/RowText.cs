using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx.Explorer;

/// <summary>Rows and writes as text that is the same exactly when they are.</summary>
internal static class RowText
{
    public static string Of(RowWrite write) => write switch
    {
        RowWrite.Insert insert => $"+{insert.Key}:{HashOf(insert.Key, insert.Payload, insert.Columns)}",
        RowWrite.Replace replace => $"={replace.Key}@{replace.ETag}:{HashOf(replace.Key, replace.Payload, replace.Columns)}",
        RowWrite.Delete delete => $"-{delete.Key}@{delete.ETag}",
        _ => throw new InvalidOperationException($"Unknown write {write}."),
    };

    public static string HashOf(string key, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string> columns)
    {
        var text = new StringBuilder(key);
        foreach (var (name, value) in columns.OrderBy(column => column.Key, StringComparer.Ordinal))
            text.Append('|').Append(name).Append('=').Append(value);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        sha.AppendData(payload.Span);
        return Convert.ToHexStringLower(sha.GetHashAndReset().AsSpan(0, 12));
    }
}
