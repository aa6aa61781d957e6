namespace ServerlessTx;

/// <summary>
/// The rows that a page can be found in. Ids begin with descending time, so a range of moments is a range of keys, and nothing outside it is
/// read.
/// </summary>
internal static class ListRange
{
    private const int SmallestPage = 100;
    private const int RowsOfATransaction = 8;

    /// <returns>Nothing when no transaction can be in it.</returns>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public static RowQuery? Of(TransactionQuery query)
    {
        var range = RowQuery.Prefix(
            RowKinds.Appends,
            Math.Clamp((query.Limit + 1) * RowsOfATransaction, SmallestPage, TransactionList.RowsOfAShard),
            withPayload: false);
        // Ids have whole milliseconds: the first that is not before a moment is the moment rounded up.
        if (query.To is { } to && RoundedUp(to) <= DateTimeOffset.UnixEpoch)
            return null;
        if (query.To is { } end)
            range = range with { From = Later(range.From, RowKinds.Appends + TransactionId.TimePrefix(RoundedUp(end).AddMilliseconds(-1))) };
        if (query.From is { } from)
            range = range with { To = $"{RowKinds.Appends}{TransactionId.TimePrefix(RoundedUp(from))}}}" };
        if (query.Continuation is { } continuation)
            range = range with { From = Later(range.From, $"{RowKinds.Appends}{TransactionId.Parse(continuation)}}}") };
        return string.CompareOrdinal(range.From, range.To) < 0 ? range : null;
    }

    private static string Later(string one, string other) => string.CompareOrdinal(one, other) >= 0 ? one : other;

    private static DateTimeOffset RoundedUp(DateTimeOffset moment)
    {
        if (moment <= DateTimeOffset.UnixEpoch)
            return DateTimeOffset.UnixEpoch;
        var whole = Stamp.Truncate(moment);
        return whole < moment && whole < DateTimeOffset.MaxValue.AddMilliseconds(-1) ? whole.AddMilliseconds(1) : whole;
    }
}
