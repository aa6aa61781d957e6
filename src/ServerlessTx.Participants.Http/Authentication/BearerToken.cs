namespace ServerlessTx.Participants.Http;

/// <summary>A token in <c>Authorization</c> (RFC 6750).</summary>
internal sealed class BearerToken(string token) : CallAuthentication
{
    public override Task AuthenticateAsync(HttpRequestMessage request, string id, DateTimeOffset now)
    {
        request.Headers.Authorization = new("Bearer", token);
        return Task.CompletedTask;
    }
}
