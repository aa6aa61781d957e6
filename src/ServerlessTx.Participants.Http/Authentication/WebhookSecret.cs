namespace ServerlessTx.Participants.Http;

/// <summary>A key of Standard Webhooks: <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";

    private WebhookSecret(byte[] key) => Key = key;

    public byte[] Key { get; }

    /// <summary>The key, or nothing when the text is not one.</summary>
    public static WebhookSecret? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var key = new byte[64];
        return Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= 24 ? new(key[..length]) : null;
    }
}
