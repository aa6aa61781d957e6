using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>A shorter way to say what Npgsql says in four lines.</summary>
public static class PostgreSqlCommands
{
    /// <summary>A statement in a transaction, with <c>$1</c>, <c>$2</c>, … for its values.</summary>
    public static NpgsqlCommand Command(this NpgsqlTransaction transaction, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
