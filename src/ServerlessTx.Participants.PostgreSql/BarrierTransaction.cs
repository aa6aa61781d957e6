using System.Text.Json;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The transaction that a barrier and the work behind it share. The barrier ends it.</summary>
public sealed class BarrierTransaction
{
    private readonly Answer? _forward;

    internal BarrierTransaction(NpgsqlTransaction transaction, Answer? forward) => (Transaction, _forward) = (transaction, forward);

    /// <summary>The transaction.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>Its connection.</summary>
    public NpgsqlConnection Connection => Transaction.Connection!;

    /// <summary>For an undo, confirm or cancel: what the first call answered here, whether or not the coordinator heard it.</summary>
    public TResult? Forward<TResult>() => _forward?.Result is { } result ? result.Deserialize<TResult>(WireJson.Tolerant) : default;

    /// <summary>A statement in this transaction, with <c>$1</c>, <c>$2</c>, … for its values.</summary>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values) => Transaction.Command(sql, values);
}
