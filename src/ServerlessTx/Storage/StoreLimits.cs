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

    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(code => (char)code).Except("\"\\&'+<>`")]);

    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0x100).Select(code => (char)code).Where(char.IsControl), .. "/\\#?'\u2028\u2029"]);

    /// <summary>About the bytes a write takes of a batch.</summary>
    public static int SizeOf(RowWrite write)
    {
        var size = PerWrite + WireSize(write.Key) + PayloadOf(write).Length;
        foreach (var (_, value) in ColumnsOf(write))
            size += WireSize(value);
        return size;
    }

    /// <summary>Refuses what Azure would refuse.</summary>
    /// <exception cref="StoreLimitException">Says which limit, and what was found.</exception>
    public static void Check(string partition, IReadOnlyList<RowWrite> batch)
    {
        CheckKey("partition", partition);
        if (batch.Count is 0 or > BatchWrites)
            throw new StoreLimitException($"A batch holds 1 to {BatchWrites} writes, this one {batch.Count}.");
        var keys = new HashSet<string>(batch.Count, StringComparer.Ordinal);
        var bytes = 0;
        foreach (var write in batch)
        {
            CheckKey("key", write.Key);
            CheckAddress(partition, write.Key);
            CheckETag(write);
            if (!keys.Add(write.Key))
                throw new StoreLimitException($"A batch writes a row once; '{write.Key}' stands in it twice.");
            CheckContent(write);
            bytes += SizeOf(write);
        }

        if (bytes > BatchBytes)
            throw new StoreLimitException($"A batch holds at most {BatchBytes} bytes, this one {bytes}.");
    }

    private static void CheckKey(string what, string key)
    {
        if (key.Length is 0 or > KeyCharacters)
            throw new StoreLimitException($"A {what} has 1 to {KeyCharacters} characters, this one {key.Length}.");
        if (key.AsSpan().IndexOfAny(Forbidden) is var bad and >= 0)
            throw new StoreLimitException($"A {what} must not hold U+{(int)key[bad]:X4}; encode what users name.");
        if (!IsWellFormed(key))
            throw new StoreLimitException($"A {what} must not hold half a surrogate pair; encode what users name.");
    }

    private static void CheckAddress(string partition, string key)
    {
        const int MostPerCharacter = 9;
        if ((partition.Length + key.Length) * MostPerCharacter <= EncodedCharacters)
            return;
        var encoded = Uri.EscapeDataString(partition).Length + Uri.EscapeDataString(key).Length;
        if (encoded > EncodedCharacters)
        {
            throw new StoreLimitException(
                $"A partition and a key have together at most {EncodedCharacters} characters percent-encoded, these {encoded}.");
        }
    }

    private static void CheckETag(RowWrite write)
    {
        // An empty ETag would make the write unconditional in Azure.
        if (write is RowWrite.Replace { ETag: "" } or RowWrite.Delete { ETag: "" })
            throw new StoreLimitException($"'{write.Key}' is written with an empty ETag.");
    }

    private static void CheckContent(RowWrite write)
    {
        var columns = ColumnsOf(write);
        if (columns.Count > Columns)
            throw new StoreLimitException($"A row has at most {Columns} columns; '{write.Key}' has {columns.Count}.");
        // Table Storage counts strings in UTF-16.
        var bytes = PayloadOf(write).Length + (2 * write.Key.Length);
        foreach (var (name, value) in columns)
        {
            if (!IsName(name))
                throw new StoreLimitException($"A column's name is 1 to 64 ASCII letters, digits and _; '{name}' of '{write.Key}' is not.");
            if (value.Length > ColumnCharacters)
                throw new StoreLimitException($"A column holds at most {ColumnCharacters} characters; '{name}' of '{write.Key}' has {value.Length}.");
            if (!IsWellFormed(value))
                throw new StoreLimitException($"A column is well-formed UTF-16; '{name}' of '{write.Key}' holds half a surrogate pair.");
            bytes += 2 * (name.Length + value.Length);
        }

        if (bytes > RowBytes)
            throw new StoreLimitException($"A row holds at most {RowBytes} bytes; '{write.Key}' has {bytes}.");
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

    private static int WireSize(string text)
    {
        var rest = text.AsSpan();
        var size = rest.Length;
        while (rest.IndexOfAnyExcept(Plain) is var escaped and >= 0)
        {
            size += EscapedCharacter - 1;
            rest = rest[(escaped + 1)..];
        }

        return size;
    }

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
}
