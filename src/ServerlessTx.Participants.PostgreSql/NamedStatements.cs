using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The work of an ad hoc prepare: one of the statements that configuration names.</summary>
internal sealed class NamedStatements(IReadOnlyDictionary<string, NamedStatement> statements)
{
    public async Task<StepAnswer<LockedRows>> RunAsync(Call<StatementInput> call, NpgsqlTransaction transaction)
    {
        if (!statements.TryGetValue(call.Input.Statement, out var statement))
            return Refusal.Because("unknown_statement");
        if (!statement.Parameters.ToHashSet().SetEquals(call.Input.Parameters.Keys))
            return Refusal.Because($"parameters_must_be: {string.Join(", ", statement.Parameters)}");

        await using var command = new NpgsqlCommand(statement.Sql, transaction.Connection, transaction);
        foreach (var (name, value) in call.Input.Parameters)
            command.Parameters.Add(ParameterOf(name, value));
        var rows = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(call.Cancellation))
        {
            while (await reader.ReadAsync(call.Cancellation))
                rows.Add(reader.GetString(0));
        }

        return rows.Count > 0 ? new LockedRows(rows) : Refusal.Because(statement.Refusal);
    }

    /// <summary>Text goes without a type, so that the server reads it as what stands there: a date, a uuid.</summary>
    private static NpgsqlParameter ParameterOf(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new NpgsqlParameter<decimal>(name, value.GetDecimal()),
        JsonValueKind.True or JsonValueKind.False => new NpgsqlParameter<bool>(name, value.GetBoolean()),
        JsonValueKind.Null => new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = DBNull.Value },
        JsonValueKind.String => new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = value.GetString() },
        _ => new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = value.GetRawText() },
    };
}
