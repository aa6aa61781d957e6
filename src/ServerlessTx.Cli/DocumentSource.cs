namespace ServerlessTx.Cli;

/// <summary>Where a document comes from. A file is read without a network; what comes over one is bounded in size and time.</summary>
internal static class DocumentSource
{
    /// <summary>
    /// Twice what 64 participants can answer in both phases, 256 KiB each, and each shown twice: no transaction of ours yields more.
    /// </summary>
    public const int MostBytes = 128 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="UnreadableSourceException">It is not there, does not answer, or is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string source, CancellationToken cancellation)
    {
        try
        {
            if (source == "-")
                return await ReadAsync(Console.OpenStandardInput(), length: null, cancellation);
            if (Uri.TryCreate(source, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
                return await FetchAsync(address, cancellation);
            await using var file = File.OpenRead(source);
            return await ReadAsync(file, file.CanSeek ? file.Length : null, cancellation);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or HttpRequestException or ArgumentException or NotSupportedException)
        {
            throw new UnreadableSourceException($"'{source}' could not be read: {Line(missing.Message)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreadableSourceException($"'{source}' did not answer in {Patience.TotalSeconds:0} s.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> FetchAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (!response.IsSuccessStatusCode)
            throw new UnreadableSourceException($"'{address}' answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        return await ReadAsync(body, response.Content.Headers.ContentLength, patience.Token);
    }

    /// <summary>One array that is as long as the document where its length is known, so that it stands in memory once.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long? length, CancellationToken cancellation)
    {
        if (length > MostBytes)
            throw TooLarge();
        var bytes = new byte[Math.Max(length ?? 0, 64 * 1024)];
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(count), cancellation);
            count += read;
            if (read == 0)
                return bytes.AsMemory(0, count);
            if (count < bytes.Length || count == length)
                continue;
            if (count >= MostBytes)
                throw TooLarge();
            Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, MostBytes + 1L));
        }
    }

    private static UnreadableSourceException TooLarge() =>
        new($"The document has more than {MostBytes / (1024 * 1024)} MiB; no transaction yields as much.");

    private static string Line(string message) => message.ReplaceLineEndings(" ");
}
