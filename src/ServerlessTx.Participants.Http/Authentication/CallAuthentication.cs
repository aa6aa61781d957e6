namespace ServerlessTx.Participants.Http;

/// <summary>How a service can tell that a call is ours. Its text names no secret, wherever it is printed.</summary>
internal abstract class CallAuthentication
{
    public static CallAuthentication None { get; } = new Nothing();

    public abstract Task AuthenticateAsync(HttpRequestMessage request, string id, DateTimeOffset now);

    private sealed class Nothing : CallAuthentication
    {
        public override Task AuthenticateAsync(HttpRequestMessage request, string id, DateTimeOffset now) => Task.CompletedTask;
    }
}
