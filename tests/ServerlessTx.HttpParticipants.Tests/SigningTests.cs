using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>Calls are signed as Standard Webhooks says; the npm package checks them in the Node participant's tests.</summary>
public sealed class SigningTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private const string Token = "a-token-of-24-characters";

    [Fact]
    public async Task The_specifications_own_example_has_its_signature()
    {
        using var request = new HttpRequestMessage { Content = new StringContent("""{"test": 2432232314}""") };
        await new WebhookSignature([WebhookSecret.Parse(Key)!]).AuthenticateAsync(
            request, "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330));
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", request.Headers.GetValues("webhook-signature").Single());
    }

    [Fact]
    public async Task A_signature_is_over_the_calls_name_the_time_in_seconds_and_the_body()
    {
        var call = await ReceivedAsync(("Secret", Key));
        Assert.Equal($"{Calls.TransactionId}/reserve_item/action", call.Headers["webhook-id"]);
        Assert.Equal(
            DateTimeOffset.UtcNow, DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"])), TimeSpan.FromMinutes(1));
        Assert.Equal(SignatureOf(call, Key), call.Headers["webhook-signature"]);
        Assert.False(call.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task While_keys_are_rotated_there_is_a_signature_by_each()
    {
        var call = await ReceivedAsync(("Secret", Key), ("SecondSecret", Other));
        Assert.Equal($"{SignatureOf(call, Key)} {SignatureOf(call, Other)}", call.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task A_bearer_token_is_sent_instead()
    {
        var call = await ReceivedAsync(("BearerToken", Token));
        Assert.Equal($"Bearer {Token}", call.Headers["Authorization"]);
        Assert.False(call.Headers.ContainsKey("webhook-signature"));
    }

    private static async Task<ReceivedCall> ReceivedAsync(params (string, string?)[] settings)
    {
        await using var service = await HttpService.AnsweringAsync(204);
        await using var coordinator = new Coordinator(Coordinator.Settings(service, settings));
        await coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Action));
        return service.Received.Single();
    }

    private static string SignatureOf(ReceivedCall call, string key)
    {
        var signed = Encoding.UTF8.GetBytes($"{call.Headers["webhook-id"]}.{call.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(call.Bytes)}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key["whsec_".Length..]), signed));
    }
}
