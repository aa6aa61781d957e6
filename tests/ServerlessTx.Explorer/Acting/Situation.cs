namespace ServerlessTx.Explorer;

/// <summary>
/// Where an actor stands: what it waits for, and how it came there. Actors that stand alike are one situation, however they came there.
/// </summary>
internal sealed class Situation
{
    public required int Id { get; init; }

    public required Role Role { get; init; }

    /// <summary>One way to come here: what it was delivered last, where.</summary>
    public required Delivery? Last { get; init; }

    public required IReadOnlyList<Waiting> Waits { get; init; }

    /// <summary>What it was told, once it has come to its end.</summary>
    public object? Result { get; init; }

    /// <summary>Why it came to an end that none may come to.</summary>
    public string? Failure { get; init; }

    public bool IsDone => Waits.Count == 0;

    /// <summary>Whether it looks at nothing before a later moment, unless it is woken.</summary>
    public bool IsAsleep(DateTimeOffset now) => Waits.Count > 0 && Waits.All(waiting => waiting.IsAsleep(now));

    public IReadOnlyList<Delivery> Path()
    {
        var path = new List<Delivery>();
        for (var last = Last; last is not null; last = last.To.Last)
            path.Add(last);
        path.Reverse();
        return path;
    }
}

/// <summary>A request that an actor waits for.</summary>
/// <param name="Sequence">Names the gate when the actor's code is run again.</param>
/// <param name="Request">The request.</param>
/// <param name="Content">The number of its content.</param>
internal sealed record Waiting(int Sequence, Request Request, int Content)
{
    public bool IsAsleep(DateTimeOffset now) => Request is Request.Sleep sleep && sleep.Until > now;
}

/// <summary>Something that was delivered to an actor.</summary>
/// <param name="To">Where it stood.</param>
/// <param name="Sequence">At which of its gates.</param>
/// <param name="Response">What.</param>
/// <param name="Moment">How often time had gone on.</param>
internal sealed record Delivery(Situation To, int Sequence, Response Response, int Moment)
{
    /// <summary>How many it was delivered, this one included.</summary>
    public int Number { get; } = (To.Last?.Number ?? 0) + 1;
}
