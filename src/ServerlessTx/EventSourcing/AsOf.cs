namespace ServerlessTx;

/// <summary>A point in an aggregate's past.</summary>
internal abstract record AsOf
{
    private AsOf()
    {
    }

    /// <summary>Behind the event of a version.</summary>
    public sealed record Version(long Number) : AsOf;

    /// <summary>At a moment, by the stamps of the events.</summary>
    public sealed record Moment(DateTimeOffset At) : AsOf;
}
