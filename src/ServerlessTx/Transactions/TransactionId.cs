using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx;

/// <summary>
/// <c>{12 hexadecimal digits of descending time}-{2 of the shard}-{20 random}</c>: newest first is key order, and the id names its shard. A child's
/// is made of its parent's.
/// </summary>
public sealed record TransactionId
{
    private const int TimeDigits = 12;
    private const int RandomBytes = 10;
    private const int Length = TimeDigits + 1 + 2 + 1 + 2 * RandomBytes;
    private const long LatestMs = 0xFFFF_FFFF_FFFF;

    private readonly string _text;

    private TransactionId(string text) => _text = text;

    /// <summary>The partition that holds the transaction's rows.</summary>
    public string Partition => _text.Substring(TimeDigits + 1, 2);

    /// <summary>When it was made; a child's, when its parent's was.</summary>
    public DateTimeOffset StartedAt =>
        DateTimeOffset.FromUnixTimeMilliseconds(LatestMs - long.Parse(_text.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>Reads an id back.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TransactionId? id)
    {
        id = text is { Length: Length } && text[TimeDigits] == '-' && text[TimeDigits + 3] == '-'
            && text.Where((_, i) => i is not (TimeDigits or TimeDigits + 3)).All(char.IsAsciiHexDigitLower)
            ? new TransactionId(text)
            : null;
        return id is not null;
    }

    /// <summary>Reads an id back.</summary>
    /// <exception cref="FormatException">It has another shape.</exception>
    public static TransactionId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"A transaction id has the shape {Example}; found '{text}'.");

    /// <summary>What an id looks like, for error messages.</summary>
    public const string Example = "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e";

    internal static TransactionId New(DateTimeOffset now, int shard, RandomNumberGenerator random) => new(string.Create(
        CultureInfo.InvariantCulture, $"{LatestMs - now.ToUnixTimeMilliseconds():x12}-{shard:x2}-{random.Hex(RandomBytes)}"));

    /// <summary>
    /// The id of the child of a call: its parent's moment, and a hash of the call's name. So whoever begins it begins the same, and nothing of it is purged
    /// while its parent is open.
    /// </summary>
    internal static TransactionId ChildOf(ParentCall call, int shard) => new(string.Create(
        CultureInfo.InvariantCulture, $"{call.TransactionId[..TimeDigits]}-{shard:x2}-{UniqueOf(call)}"));

    /// <summary>Whether it is the id of the child of a call, in whichever shard.</summary>
    internal bool IsChildOf(ParentCall call) =>
        call.TransactionId.StartsWith(_text[..TimeDigits], StringComparison.Ordinal) && _text.EndsWith(UniqueOf(call), StringComparison.Ordinal);

    private static string UniqueOf(ParentCall call) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call.Key)).AsSpan(0, RandomBytes));

    /// <summary>The prefix of all ids of a moment; a later moment's is ordinally smaller.</summary>
    internal static string TimePrefix(DateTimeOffset moment) =>
        (LatestMs - moment.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>The id as text.</summary>
    public override string ToString() => _text;
}
