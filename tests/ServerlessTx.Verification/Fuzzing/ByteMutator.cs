using System.Text;

namespace ServerlessTx.Verification;

/// <summary>Damages a document without knowing what it is.</summary>
internal sealed class ByteMutator(Random random)
{
    private static readonly string[] Tokens =
    [
        "null", "true", "{}", "[]", "\"\"", "-1", "1e999", "0.1", "99999999999999999999", "\"\\ud800\"", "\\u0000", "\"chain\":[],", "\"version\":1,", ",", ":", "\"", "{", "}", "[", "]", "\uFEFF", " ", "\n",
    ];

    public byte[] Mutate(byte[] document, byte[] other)
    {
        var bytes = document.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
            MutateOnce(bytes, other);
        return [.. bytes];
    }

    private void MutateOnce(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 8 : 400), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                break;
            case 6:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            default:
                bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length);
                break;
        }
    }
}
