using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ServerlessTx.AspNetCore;

/// <summary>Reads a body of at most 256 KiB as JSON that every reader understands alike, RFC 7493.</summary>
internal static class JsonBody
{
    public const int MostBytes = 256 * 1024;

    /// <summary>Half of what the serializer takes, because an input is stored inside a record.</summary>
    public const int Deepest = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    public static Problem TooLarge() => new(ProblemTypes.TooLarge, $"A body may have {MostBytes} bytes (256 KiB).");

    /// <summary>The body, or nothing when none was sent.</summary>
    public static async Task<JsonElement?> ReadOptionalAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request);
        if (bytes.IsEmpty)
            return null;
        RequireJson(request);
        return Parse(bytes);
    }

    /// <summary>The body.</summary>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        RequireJson(request);
        return Parse(await ReadBytesAsync(request));
    }

    private static void RequireJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..] && encoding != "identity")
        {
            throw new Problem(
                ProblemTypes.UnsupportedMediaType, $"A body is taken as it is; it came with the content encoding {Quoted.Value(encoding)}.")
                .Header("Accept-Encoding", "identity").Thrown();
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type))
        {
            throw new Problem(
                ProblemTypes.UnsupportedMediaType,
                $"Send the body with Content-Type: application/json; it came with {Quoted.Value(request.ContentType)}.").Thrown();
        }
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (type.Charset.Length == 0 || type.Charset.ToString().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes)
            throw TooLarge().Thrown();
        using var bytes = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var count)
        {
            if (bytes.Length + count > MostBytes)
                throw TooLarge().Thrown();
            bytes.Write(chunk, 0, count);
        }

        return bytes.ToArray();
    }

    /// <summary>Bytes as JSON, or the problem with them.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new Problem(ProblemTypes.MalformedJson, "The body is empty; send a JSON object.").Thrown();
        if (!Utf8.IsValid(bytes.Span))
            throw new Problem(ProblemTypes.MalformedJson, "The body is not valid UTF-8.").Thrown();
        JsonElement body;
        try
        {
            body = JsonElement.Parse(bytes.Span, Options);
        }
        catch (JsonException wrong)
        {
            throw new Problem(ProblemTypes.MalformedJson, wrong.Message).Thrown();
        }

        return InteroperableJson.Fault(body) is { } fault
            ? throw new Problem(ProblemTypes.MalformedJson, $"{fault.Path} {fault.Detail}").With("field", fault.Path).Thrown()
            : body;
    }
}
