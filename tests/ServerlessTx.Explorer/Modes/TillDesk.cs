namespace ServerlessTx.Explorer;

/// <summary>Hands what sides are to hear to the gates of whichever actor is running.</summary>
/// <param name="desk">Who is running.</param>
/// <param name="isProbed">Whether probes wait at gates too, and can go unanswered.</param>
internal sealed class TillDesk(CallDesk desk, bool isProbed)
{
    public bool IsProbed => isProbed;

    /// <exception cref="IOException">The connection broke, and nobody knows what became of it.</exception>
    public async Task<object> SendAsync(Request.Tell message) =>
        await desk.Current.WaitAsync(message) is Response.Answer answer ? answer.Given : throw new IOException("the connection broke");
}
