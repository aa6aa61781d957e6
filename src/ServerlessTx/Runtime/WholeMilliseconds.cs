namespace ServerlessTx;

/// <summary>
/// A timer goes by whole milliseconds and leaves out what is below one. Who waits for a moment would be there before it, and would look
/// again and again until it has come.
/// </summary>
internal static class WholeMilliseconds
{
    public static TimeSpan Up(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds));
}
