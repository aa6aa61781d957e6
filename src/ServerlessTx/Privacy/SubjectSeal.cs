using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Seals with the key of one subject: AES-256-GCM (NIST SP 800-38D) with a random nonce, under a key that HKDF (RFC 5869) derives. Another
/// derived key makes the mark by which two values are compared, which tells nothing to whoever has not the key.
/// </summary>
internal sealed class SubjectSeal(string subject, ReadOnlyMemory<byte> key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public SealedValue Seal(string origin, JsonElement value, RandomNumberGenerator random)
    {
        var clear = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Faithful);
        var whole = new byte[NonceBytes + clear.Length + TagBytes];
        var nonce = whole.AsSpan(0, NonceBytes);
        random.GetBytes(nonce);
        using var aes = new AesGcm(Derived("seal"), TagBytes);
        aes.Encrypt(nonce, clear, whole.AsSpan(NonceBytes, clear.Length), whole.AsSpan(NonceBytes + clear.Length), Bound(origin));
        return new SealedValue { PersonalOf = subject, Origin = origin, Sealed = Base64Url.EncodeToString(whole) };
    }

    /// <returns>The value, or nothing when it is not what was sealed for this subject as this.</returns>
    public JsonElement? Open(SealedValue standing)
    {
        try
        {
            var whole = Base64Url.DecodeFromChars(standing.Sealed);
            if (standing.PersonalOf != subject || whole.Length < NonceBytes + TagBytes)
                return null;
            var clear = new byte[whole.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(Derived("seal"), TagBytes);
            aes.Decrypt(whole.AsSpan(0, NonceBytes), whole.AsSpan(NonceBytes, clear.Length), whole.AsSpan(NonceBytes + clear.Length), clear, Bound(standing.Origin));
            return JsonElement.Parse(clear);
        }
        catch (Exception changed) when (changed is AuthenticationTagMismatchException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The same for the same value, whatever its nonce; of another subject another.</summary>
    public string Mark(JsonElement value) => Convert.ToHexStringLower(HMACSHA256.HashData(Derived("compare"), CanonicalJson.Write(value)));

    private byte[] Derived(string purpose) =>
        HKDF.Expand(HashAlgorithmName.SHA256, key.ToArray(), SubjectKey.Bytes, JsonSerializer.SerializeToUtf8Bytes(new[] { "serverlesstx personal 1", purpose }));

    private byte[] Bound(string origin) => JsonSerializer.SerializeToUtf8Bytes(new[] { "serverlesstx personal 1", subject, origin });
}
