using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Lets a request in, and gives it its caller's name, or says why not.</summary>
internal sealed class ApiKeyGate(ApiKeyOptions options)
{
    private const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    private static readonly Problem NotLocal = new(
        ProblemTypes.KeysNotConfigured, "This host has no API keys, so it answers requests of its own machine only. Configure keys to open it.");

    /// <summary>Hashes have one length, so comparing them takes one time, whatever was sent.</summary>
    private readonly IReadOnlyList<(byte[] Hash, ApiKey Key)> _keys = [.. options.Keys.Select(key => (HashOf(key.Key), key))];

    public Problem? Refusal(HttpContext http, ApiRole role)
    {
        if (_keys.Count == 0)
            return http.IsLocal() ? null : NotLocal;
        if (Sent(http.Request) is not { Length: > 0 } sent)
            return Unauthorized(ProblemTypes.MissingKey, "Send the key as X-Api-Key or as Authorization: Bearer.", "");
        if (Find(sent) is not { } key)
            return Unauthorized(ProblemTypes.WrongKey, "No key of this host is the one that was sent.", ", error=\"invalid_token\"");
        if (!key.May(role))
            return new Problem(ProblemTypes.RoleMissing, $"The key of {key.Name} lacks the role {role.Word()}.").With("role", role.Word());
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, key.Name)], "ApiKey"));
        return null;
    }

    private static string? Sent(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var own))
            return own.ToString();
        var other = request.Headers.Authorization.ToString();
        return other.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? other[Bearer.Length..].Trim() : null;
    }

    /// <summary>All are compared, the first that fits included.</summary>
    private ApiKey? Find(string sent)
    {
        var hash = HashOf(sent);
        ApiKey? found = null;
        foreach (var (known, key) in _keys)
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? key : found;
        return found;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static Problem Unauthorized(ProblemType type, string detail, string error) =>
        new Problem(type, detail).Header("WWW-Authenticate", $"Bearer realm=\"serverlesstx\"{error}");
}
