namespace ServerlessTx;

/// <summary>One conditional write of a batch.</summary>
public abstract record RowWrite(string Key)
{
    /// <summary>An ETag that matches every version of a row that exists.</summary>
    public const string AnyETag = "*";

    internal static readonly IReadOnlyDictionary<string, string> NoColumns = new Dictionary<string, string>();

    /// <summary>Inserts a row; the condition is that its key is free.</summary>
    public sealed record Insert(string Key, ReadOnlyMemory<byte> Payload, IReadOnlyDictionary<string, string> Columns) : RowWrite(Key)
    {
        /// <summary>A row without columns.</summary>
        public Insert(string key, ReadOnlyMemory<byte> payload) : this(key, payload, NoColumns)
        {
        }
    }

    /// <summary>Replaces a row whole; the condition is that it exists with this ETag, or with any for <see cref="AnyETag"/>.</summary>
    public sealed record Replace(string Key, string ETag, ReadOnlyMemory<byte> Payload, IReadOnlyDictionary<string, string> Columns) : RowWrite(Key)
    {
        /// <summary>A row without columns.</summary>
        public Replace(string key, string eTag, ReadOnlyMemory<byte> payload) : this(key, eTag, payload, NoColumns)
        {
        }
    }

    /// <summary>Deletes a row; the condition is that it exists with this ETag, or with any for <see cref="AnyETag"/>.</summary>
    public sealed record Delete(string Key, string ETag) : RowWrite(Key);
}
