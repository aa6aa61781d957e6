namespace ServerlessTx.Functions;

/// <summary>What an activity answers. It is kept in Durable's history, so whatever a replay must not compute again stands in it.</summary>
public sealed record ActivityAnswer
{
    /// <summary>The request's echo, computed by the activity from what it was handed.</summary>
    public string? Echo { get; init; }

    public Fate Fate { get; init; }

    /// <summary>The head of the stream: of our append, or of what was loaded.</summary>
    public long Version { get; init; }

    public string? Hash { get; init; }

    public long DueMs { get; init; }

    /// <summary>What the attempt brought, as the bytes that will be stored.</summary>
    public byte[]? Record { get; init; }

    public bool PastDeadline { get; init; }

    /// <summary>Of a load: the stream without inputs and results.</summary>
    public IReadOnlyList<CarriedRecord>? Facts { get; init; }
}
