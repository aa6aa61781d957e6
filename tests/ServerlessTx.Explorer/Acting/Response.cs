namespace ServerlessTx.Explorer;

/// <summary>What an actor is delivered at a gate. Two with one content are the same.</summary>
internal abstract record Response(string Content)
{
    public sealed record Page(RowPage Found) : Response($"page {Found.HasMore} {string.Join(' ', Found.Rows.Select(row => row.Key + row.ETag))}");

    public sealed record Committed(CommitResult Result) : Response(Result is CommitResult.Conflict conflict ? $"conflict {conflict.Index}" : "committed");

    /// <summary>The store did not answer.</summary>
    public sealed record Unavailable() : Response("unavailable");

    /// <summary>A participant answered.</summary>
    public sealed record Answer(object Given) : Response($"answer {Given.GetType().Name} {Given}");

    /// <summary>The connection broke before an answer came.</summary>
    public sealed record Broken() : Response("broken");

    /// <summary>Its sleep is over, or it looks before that.</summary>
    public sealed record Awake() : Response("awake");

    /// <summary>The attempt's time is over.</summary>
    public sealed record TimedOut() : Response("timed out");
}
