using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Reads a presented chain, append by append.</summary>
internal static class ChainReader
{
    public static IReadOnlyList<PresentedAppend> Read(ref Utf8JsonReader reader)
    {
        var appends = new List<PresentedAppend>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return appends;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            appends.Add(ReadAppend(ref reader));
        return appends;
    }

    private static PresentedAppend ReadAppend(ref Utf8JsonReader reader)
    {
        var append = new PresentedAppend();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return append;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            append = name switch
            {
                "version" => append with { Version = Number(ref reader) },
                "count" => append with { Count = Number(ref reader) is { } count and >= 0 and <= int.MaxValue ? (int)count : null },
                "payload" => append with { Payload = Bytes(ref reader) },
                "previous_hash" => append with { PreviousHash = Text(ref reader) },
                "hash" => append with { Hash = Text(ref reader) },
                _ => append,
            };
            reader.Skip();
        }

        return append;
    }

    private static long? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static byte[]? Bytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            return null;
        // The alphabet alone: the decoder would skip white space, and two documents would then hold the same bytes.
        var text = reader.ValueSpan;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return text.ContainsAnyExcept(Alphabet) || Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) != OperationStatus.Done
            ? null
            : bytes.Length == written ? bytes : bytes[..written];
    }

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
}
