using System.Globalization;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What a server must be able to do, and the tables that must be there.</summary>
internal sealed class ServerCheck(PostgreSqlDatabase database)
{
    /// <exception cref="PostgreSqlSetupException">A setting must be changed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (prepared, isThere) = await LookAsync(cancellation);
        if (prepared == 0)
        {
            throw new PostgreSqlSetupException(
                $"{database.Name}: max_prepared_transactions is 0 there, so nothing can be prepared. Set max_prepared_transactions = 100 (as many as " +
                "there are connections, or more) in its postgresql.conf and start the server again.");
        }

        // Whoever made the tables by hand may have left us no right to make any.
        if (!isThere)
            await database.EnsureSchemaAsync(cancellation);
    }

    private async Task<(int Prepared, bool IsThere)> LookAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT current_setting('max_prepared_transactions'),
                   to_regclass('serverlesstx.barrier') IS NOT NULL AND to_regclass('serverlesstx.outbox') IS NOT NULL AND to_regclass('serverlesstx.fence') IS NOT NULL
                    AND to_regclass('serverlesstx.mode_told') IS NOT NULL
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (int.Parse(reader.GetString(0), CultureInfo.InvariantCulture), reader.GetBoolean(1));
    }
}
