namespace ServerlessTx.Participants.PostgreSql;

/// <summary>A server that cannot take part as it is set up. The message says which setting to change.</summary>
public sealed class PostgreSqlSetupException(string message) : Exception(message);
