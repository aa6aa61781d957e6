using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A request as it arrived.</summary>
internal sealed record ReceivedCall(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public JsonElement Body => JsonElement.Parse(Bytes);

    public static async Task<ReceivedCall> ReadAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        return new(request.Path, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), bytes.ToArray());
    }

    public string? Text(string member) => Body.TryGetProperty(member, out var value) ? value.ToString() : null;
}
