using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>A link of the chain: SHA-256 over the 32 bytes of the link before and the stored bytes, as they are stored.</summary>
[JsonConverter(typeof(ChainHashConverter))]
public readonly record struct ChainHash
{
    private const int Size = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private ChainHash(string hex) => _hex = hex;

    /// <summary>What the first append of a stream carries as its previous hash: 32 zero bytes.</summary>
    public static ChainHash Zero { get; } = new(new string('0', 2 * Size));

    /// <summary>The hash of an append that follows this one.</summary>
    public ChainHash Next(ReadOnlySpan<byte> stored)
    {
        byte[] linked = [.. Convert.FromHexString(ToString()), .. stored];
        return new ChainHash(Convert.ToHexStringLower(SHA256.HashData(linked)));
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ChainHash Parse(string text) =>
        text.Length == 2 * Size && !text.AsSpan().ContainsAnyExcept(Digits)
            ? new ChainHash(text)
            : throw new FormatException($"A hash is {2 * Size} lower-case hexadecimal digits; found '{text}'.");

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => _hex ?? Zero._hex!;
}
