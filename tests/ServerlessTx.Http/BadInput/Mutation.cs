using System.Text;

namespace ServerlessTx.Http;

/// <summary>A request on its way to being wrong: every part of it may be changed, also into what no client would send.</summary>
internal sealed class Mutation(Random random)
{
    private static readonly string[] Tokens =
    [
        "\0", "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e999", "-1e400", "1E+", "0.1.2", "\\ud800", "\\u0000", "\\udc00\\ud800", "\ud83d\ude00",
        "\ufeff", "\u2028", "%", "%00", "%zz", "%2F", "..", "/", "//", "?", "#", "&", "=", ";", "'", "\r\n", "\t", "\u007f", "*", "W/\"", "wait=", "999999999999999999999", "-1",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW", "get"];

    private static readonly string[] Headers =
    [
        "Idempotency-Key", "Prefer", "Content-Type", "Content-Encoding", "If-None-Match", "traceparent", "X-Api-Key", "Authorization", "X-Forwarded-For", "Accept", "Host",
    ];

    public required string Method { get; set; }

    public required string Path { get; set; }

    public string Query { get; set; } = "";

    public byte[] Body { get; set; } = [];

    public Dictionary<string, string> Fields { get; } = new() { ["Content-Type"] = "application/json" };

    public void Change()
    {
        switch (random.Next(10))
        {
            case 0:
                Method = Pick(Methods);
                break;
            case 1:
                Path = "/api/" + Change(Path[5..]);
                break;
            case 2:
                Query = "?" + Change(Query.TrimStart('?'));
                break;
            case 3:
                Fields[Pick(Headers)] = Change(Fields.GetValueOrDefault(Pick(Headers), ""));
                break;
            case 4:
                Fields.Remove(Pick(Headers));
                break;
            case 5:
                Body = ChangeBytes(Body);
                break;
            default:
                Body = Encoding.UTF8.GetBytes(Change(Encoding.UTF8.GetString(Body)));
                break;
        }
    }

    public override string ToString() =>
        $"{Method} {Path}{Query}\n{string.Join('\n', Fields.Select(field => $"{field.Key}: {field.Value}"))}\n\n{Convert.ToBase64String(Body)}";

    private string Change(string text)
    {
        var (at, to) = (random.Next(text.Length + 1), random.Next(text.Length + 1));
        var (from, until) = (Math.Min(at, to), Math.Max(at, to));
        return random.Next(6) switch
        {
            0 => text[..at],
            1 => text[..from] + text[until..],
            2 => text[..until] + text[from..],
            3 => text + string.Concat(Enumerable.Repeat(Pick(Tokens), random.Next(1, 300))),
            4 => text[..from] + Pick(Tokens) + text[until..],
            _ => text[..at] + Pick(Tokens) + text[at..],
        };
    }

    private byte[] ChangeBytes(byte[] bytes)
    {
        var changed = (byte[])bytes.Clone();
        for (var i = random.Next(1, 4); i > 0 && changed.Length > 0; i--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }

    private T Pick<T>(T[] all) => all[random.Next(all.Length)];
}
