using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx.Simulation;

/// <summary>A hash over all that landed, and when.</summary>
internal sealed class Fingerprint(VirtualTime time)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(string partition, IReadOnlyList<RowWrite> batch)
    {
        Add(partition);
        foreach (var write in batch)
        {
            Add($"{write.GetType().Name} {write.Key}");
            var (payload, columns) = ContentOf(write);
            _hash.AppendData(payload.Span);
            foreach (var column in columns)
                Add($"{column.Key}={column.Value}");
        }
    }

    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash())[..16];

    private static (ReadOnlyMemory<byte> Payload, IReadOnlyDictionary<string, string> Columns) ContentOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => (insert.Payload, insert.Columns),
        RowWrite.Replace replace => (replace.Payload, replace.Columns),
        _ => (default, RowWrite.NoColumns),
    };

    private void Add(string text)
    {
        Span<byte> now = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(now, time.GetTimestamp());
        _hash.AppendData(now);
        _hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
