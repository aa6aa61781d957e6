using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>
/// Tells a service under which lock it is asked to write: <c>Fencing-Resource</c> and <c>Fencing-Token</c>. It refuses a token that is lower
/// than the highest it has seen of that resource, in the transaction of its work.
/// </summary>
public static class FencingHeaders
{
    /// <summary>The header that names what is written.</summary>
    public const string Resource = "Fencing-Resource";

    /// <summary>The header that holds the token.</summary>
    public const string Token = "Fencing-Token";

    /// <summary>The member of a transaction's input whose fence goes with every call.</summary>
    private const string Member = "fence";

    /// <summary>Adds both to a request of the holder's own. A saga, TCC or two-phase commit adds them where its input has a member <c>fence</c>.</summary>
    public static void Add(this HttpRequestHeaders headers, Fence fence)
    {
        headers.Add(Resource, fence.Resource);
        headers.Add(Token, fence.Token.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The fence in an input, or nothing where what stands there is none.</summary>
    internal static Fence? Of(JsonElement input) =>
        input.ValueKind is JsonValueKind.Object && input.TryGetProperty(Member, out var fence) && fence.ValueKind is JsonValueKind.Object
        && fence.TryGetProperty("resource", out var resource) && resource.ValueKind is JsonValueKind.String && LockRows.IsResource(resource.GetString()!)
        && fence.TryGetProperty("token", out var token) && token.ValueKind is JsonValueKind.Number && token.TryGetInt64(out var number)
            ? new Fence(resource.GetString()!, number)
            : null;
}
