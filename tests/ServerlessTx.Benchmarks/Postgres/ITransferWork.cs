using System.Text.Json;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Benchmarks;

/// <summary>What a transfer does on each of two servers, the same by hand and with the product.</summary>
internal interface ITransferWork
{
    /// <summary>The workflow's name.</summary>
    string Name { get; }

    /// <summary>Makes its tables on one server.</summary>
    string Tables { get; }

    /// <summary>What to ask each server for, so that no transfer changes the sum of both answers and half of one does.</summary>
    string Balance(bool isNorth);

    Workflow Define(PostgreSqlDatabase north, PostgreSqlDatabase south);

    JsonElement Input(int account);

    Task DoByHandAsync(NpgsqlTransaction db, bool isNorth, string transactionId, int account);
}
