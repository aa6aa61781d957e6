namespace ServerlessTx.Participants.Http;

/// <summary>A body of at most 256 KiB. What is longer is not read to its end.</summary>
internal static class BoundedBody
{
    public const int MostBytes = 256 * 1024;

    /// <exception cref="UnknownAnswerException">It is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Math.Min(content.Headers.ContentLength ?? 1024, MostBytes) + 1];
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellation) is var read and > 0)
        {
            length += read;
            if (length > MostBytes)
                throw new UnknownAnswerException($"an answer over {MostBytes} bytes");
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * buffer.Length, MostBytes + 1));
        }

        return buffer.AsMemory(0, length);
    }
}
