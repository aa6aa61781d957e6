using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>A link of the chain: SHA-256 over the 32 bytes of the link before and the stored bytes, as they are stored.</summary>
[JsonConverter(typeof(ChainHashConverter))]
public readonly record struct ChainHash
{
    private const int Size = 32;

    private readonly string? _hex;

    private ChainHash(string hex) => _hex = hex;

    /// <summary>What the first append of a stream carries as its previous hash: 32 zero bytes.</summary>
    public static ChainHash Zero { get; } = new(new string('0', 2 * Size));

    /// <summary>The hash of an append that follows this one.</summary>
    public ChainHash Next(ReadOnlySpan<byte> stored)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Convert.FromHexString(ToString()));
        sha.AppendData(stored);
        return new ChainHash(Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ChainHash Parse(string text) =>
        text.Length == 2 * Size && text.All(char.IsAsciiHexDigitLower)
            ? new ChainHash(text)
            : throw new FormatException($"A hash is {2 * Size} lower-case hexadecimal digits; found '{text}'.");

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => _hex ?? Zero._hex!;
}
