using System.Diagnostics.CodeAnalysis;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The name of a prepared transaction: <c>stx|{coordinator}|{transaction}|{branch}</c>, at most 118 bytes of a server's 200. It stands in
/// statements that take no parameters, so it is made of nothing that could end a literal.
/// </summary>
internal sealed record Gid(string Coordinator, string TransactionId, string Branch)
{
    private const string Prefix = "stx";
    private const int LongestPart = 64;

    /// <summary>Of a coordinator, as a pattern for LIKE.</summary>
    public static string Pattern(string coordinator) => $"{Prefix}|{Safe(coordinator)}|%".Replace("_", @"\_", StringComparison.Ordinal);

    public static Gid Of(string coordinator, IBarrierCall call) => new(Safe(coordinator), Safe(call.TransactionId), Safe(call.Branch));

    public static bool TryParse(string text, [NotNullWhen(true)] out Gid? gid)
    {
        gid = text.Split('|') is [Prefix, var coordinator, var transaction, var branch] && new[] { coordinator, transaction, branch }.All(IsSafe)
            ? new Gid(coordinator, transaction, branch)
            : null;
        return gid is not null;
    }

    public override string ToString() => $"{Prefix}|{Coordinator}|{TransactionId}|{Branch}";

    private static string Safe(string part) => IsSafe(part)
        ? part
        : throw new ArgumentException($"'{part}' must be 1 to {LongestPart} letters, digits, '_' or '-'.", nameof(part));

    private static bool IsSafe(string part) => part.Length is > 0 and <= LongestPart && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
