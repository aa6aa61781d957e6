namespace ServerlessTx.Participants.Http;

/// <summary>An operation that an ad hoc saga can ask for.</summary>
internal sealed record HttpOperation(string Name)
{
    public HttpRole Role { get; init; }

    /// <summary>What undoing it is called in evidence; none when there is nothing to undo.</summary>
    public string? Undo { get; init; }
}

/// <summary>What an operation can be in a saga.</summary>
internal enum HttpRole
{
    Step,
    Pivot,
    Retriable,
}
