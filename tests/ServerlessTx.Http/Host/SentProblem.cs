using System.Text.Json;

namespace ServerlessTx.Http;

/// <summary>A problem as a client reads it.</summary>
internal sealed class SentProblem(JsonElement body)
{
    private const string Prefix = "urn:serverlesstx:problem:";

    public string Name => Member("type") is { } type && type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : "none of ours";

    public int Status => body.GetProperty("status").GetInt32();

    public string Detail => Member("detail")!;

    public string? Member(string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;

    public override string ToString() => body.GetRawText();
}
