using System.Text;

namespace ServerlessTx.Http;

/// <summary>A request that is wrong, and the problem it has to get.</summary>
/// <param name="Expected">The problem's name.</param>
internal sealed record BadRequest(string Expected)
{
    public string Method { get; init; } = "POST";

    public string Path { get; init; } = "/api/transactions/buy_book";

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; } = "application/json";

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>What the problem says is wrong.</summary>
    public string? Field { get; init; }

    public string? Parameter { get; init; }

    /// <summary>Words that the detail must have: what would be right.</summary>
    public string? Says { get; init; }

    public string Text
    {
        init => Body = Encoding.UTF8.GetBytes(value);
    }

    public HttpContent? Content()
    {
        if (Body is null)
            return null;
        var content = new ByteArrayContent(Body);
        if (ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        foreach (var (name, value) in Headers.Where(header => header.Name.StartsWith("Content-", StringComparison.Ordinal)))
            content.Headers.TryAddWithoutValidation(name, value);
        return content;
    }
}
