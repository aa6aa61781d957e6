using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx.Participants.Http;

/// <summary>
/// Signs a call as Standard Webhooks says: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, the timestamp in seconds. While keys are rotated
/// there are two, and a signature by each.
/// </summary>
internal sealed class WebhookSignature(IReadOnlyList<WebhookSecret> secrets) : CallAuthentication
{
    public override async Task AuthenticateAsync(HttpRequestMessage request, string id, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. await request.Content!.ReadAsByteArrayAsync()];
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Key, signed))}")));
    }
}
