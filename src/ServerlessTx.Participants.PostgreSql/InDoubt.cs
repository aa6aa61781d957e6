namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What is prepared in a database and not concluded, as the last sweep found it.</summary>
/// <param name="Count">How many transactions of ours.</param>
/// <param name="OldestFor">How long the oldest has been prepared, by the server's clock; nothing when there is none.</param>
public sealed record InDoubt(int Count, TimeSpan? OldestFor);
