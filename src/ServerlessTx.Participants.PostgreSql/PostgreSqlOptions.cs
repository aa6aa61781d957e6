namespace ServerlessTx.Participants.PostgreSql;

/// <summary>How a database takes part.</summary>
public sealed record PostgreSqlOptions
{
    /// <summary>How long a prepare waits for a row that another transaction has locked. Then it votes no, which also ends deadlocks across servers.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one statement of a prepare may take in all. Longer than <see cref="LockTimeout"/>.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often prepared transactions are looked for that nobody concluded, and how old one must be to be asked for.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the outbox is looked at while it is empty.</summary>
    public TimeSpan OutboxInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The statements that ad hoc transactions may ask for, by name.</summary>
    public IReadOnlyDictionary<string, NamedStatement> Statements { get; init; } = new Dictionary<string, NamedStatement>();
}
