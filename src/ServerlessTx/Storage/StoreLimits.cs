using System.Buffers;
using System.Text;

namespace ServerlessTx;

/// <summary>
/// The limits of Azure Table Storage, checked before anything is sent, because Azurite is laxer than Azure.
/// </summary>
public static class StoreLimits
{
    /// <summary>The most writes in a batch.</summary>
    public const int BatchWrites = 100;

    /// <summary>
    /// The most bytes in a batch as counted by <see cref="SizeOf"/>. The service's limit is 4 MiB on the wire,
    /// where a payload is base64 (4/3 of its size) and every write has headers of its own.
    /// </summary>
    public const int BatchBytes = 2_900_000;

    /// <summary>The most bytes of payload and columns in a row; the service's limit is 1 MiB for an entity with its names.</summary>
    public const int RowBytes = 1_000_000;

    /// <summary>The most characters of a partition or a key (1 KiB in UTF-16).</summary>
    public const int KeyCharacters = 512;

    /// <summary>The most characters of a column (64 KiB in UTF-16).</summary>
    public const int ColumnCharacters = 32 * 1024;

    /// <summary>The most columns of a row.</summary>
    public const int Columns = 16;

    /// <summary>
    /// The most characters of a partition and a key together, percent-encoded. The client reads answers that name them in lines of 4 Ki
    /// characters, and fails after the batch has landed.
    /// </summary>
    public const int EncodedCharacters = 3500;

    private const int PerWrite = 600;

    // On the wire a character outside plain ASCII, or one that JSON or HTML gives a meaning, becomes \uXXXX.
    private const int EscapedCharacter = 6;

    /// <summary>About the bytes a write takes of a batch.</summary>
    public static int SizeOf(RowWrite write) => PerWrite + WireSize(write.Key) + PayloadOf(write).Length
        + ColumnsOf(write).Sum(column => WireSize(column.Value));

    /// <summary>Refuses what Azure would refuse.</summary>
    /// <exception cref="StoreLimitException">Says which limit, and what was found.</exception>
    public static void Check(string partition, IReadOnlyList<RowWrite> batch)
    {
        CheckKey("partition", partition);
        Require(batch.Count is > 0 and <= BatchWrites, $"A batch holds 1 to {BatchWrites} writes, this one {batch.Count}.");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var write in batch)
        {
            CheckKey("key", write.Key);
            CheckAddress(partition, write.Key);
            CheckETag(write);
            Require(keys.Add(write.Key), $"A batch writes a row once; '{write.Key}' stands in it twice.");
            CheckContent(write);
        }

        var bytes = batch.Sum(SizeOf);
        Require(bytes <= BatchBytes, $"A batch holds at most {BatchBytes} bytes, this one {bytes}.");
    }

    private static void CheckKey(string what, string key)
    {
        Require(key.Length is > 0 and <= KeyCharacters, $"A {what} has 1 to {KeyCharacters} characters, this one {key.Length}.");
        var bad = key.FirstOrDefault(c => c is '/' or '\\' or '#' or '?' or '\'' || char.IsControl(c) || c is '\u2028' or '\u2029');
        Require(bad == default, $"A {what} must not hold U+{(int)bad:X4}; encode what users name.");
        Require(IsWellFormed(key), $"A {what} must not hold half a surrogate pair; encode what users name.");
    }

    private static void CheckAddress(string partition, string key)
    {
        const int MostPerCharacter = 9;
        if ((partition.Length + key.Length) * MostPerCharacter <= EncodedCharacters)
            return;
        var encoded = Uri.EscapeDataString(partition).Length + Uri.EscapeDataString(key).Length;
        Require(
            encoded <= EncodedCharacters,
            $"A partition and a key have together at most {EncodedCharacters} characters percent-encoded, these {encoded}.");
    }

    // An empty ETag would make the write unconditional in Azure.
    private static void CheckETag(RowWrite write) => Require(
        write is not (RowWrite.Replace { ETag: "" } or RowWrite.Delete { ETag: "" }),
        $"'{write.Key}' is written with an empty ETag.");

    private static void CheckContent(RowWrite write)
    {
        var columns = ColumnsOf(write);
        Require(columns.Count <= Columns, $"A row has at most {Columns} columns; '{write.Key}' has {columns.Count}.");
        foreach (var (name, value) in columns)
        {
            Require(IsName(name), $"A column's name is 1 to 64 ASCII letters, digits and _; '{name}' of '{write.Key}' is not.");
            Require(
                value.Length <= ColumnCharacters,
                $"A column holds at most {ColumnCharacters} characters; '{name}' of '{write.Key}' has {value.Length}.");
            Require(IsWellFormed(value), $"A column is well-formed UTF-16; '{name}' of '{write.Key}' holds half a surrogate pair.");
        }

        var bytes = RowSize(write);
        Require(bytes <= RowBytes, $"A row holds at most {RowBytes} bytes; '{write.Key}' has {bytes}.");
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is var half and >= 0)
        {
            if (Rune.DecodeFromUtf16(text[half..], out _, out var characters) != OperationStatus.Done)
                return false;
            text = text[(half + characters)..];
        }

        return true;
    }

    // Table Storage counts strings in UTF-16.
    private static int RowSize(RowWrite write) => PayloadOf(write).Length
        + (2 * (write.Key.Length + ColumnsOf(write).Sum(column => column.Key.Length + column.Value.Length)));

    private static int WireSize(string text) => text.Sum(c => IsPlain(c) ? 1 : EscapedCharacter);

    private static bool IsPlain(char c) =>
        char.IsAscii(c) && !char.IsControl(c) && c is not ('"' or '\\' or '&' or '\'' or '+' or '<' or '>' or '`');

    private static ReadOnlyMemory<byte> PayloadOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => insert.Payload,
        RowWrite.Replace replace => replace.Payload,
        _ => default,
    };

    private static IReadOnlyDictionary<string, string> ColumnsOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => insert.Columns,
        RowWrite.Replace replace => replace.Columns,
        _ => RowWrite.NoColumns,
    };

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new StoreLimitException(otherwise);
    }
}
