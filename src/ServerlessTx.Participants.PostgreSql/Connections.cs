using System.Data.Common;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// The connections to a database, in two pools. On those for work anything may have been set, so they are reset before they are used again. On
/// those for conclusions only our own statements run: they need no reset, and a commit never stands behind prepares that wait for the rows
/// which it would release.
/// </summary>
internal sealed class Connections(NpgsqlDataSource work, NpgsqlDataSource conclusions) : IAsyncDisposable
{
    private const int MostPlans = 50;

    /// <summary>A conclusion is one round trip, and its connection is free again: one in four is for them.</summary>
    private const int OneIn = 4;

    /// <summary>Both pools together take no more connections than the string allows; where it allows one, they are one.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    public static Connections To(string connectionString)
    {
        var settings = WithPlans(connectionString);
        var most = settings.MaxPoolSize;
        if (!settings.Pooling || most == 1)
            return To(NpgsqlDataSource.Create(settings));
        var forConclusions = Math.Max(1, most / OneIn);
        var conclusions = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MinPoolSize = 0, MaxPoolSize = forConclusions, NoResetOnClose = true });
        settings.MaxPoolSize = most - forConclusions;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        return new(NpgsqlDataSource.Create(settings), conclusions);
    }

    /// <summary>Of those that somebody else has set up, all are reset.</summary>
    public static Connections To(NpgsqlDataSource source) => new(source, source);

    public ValueTask<NpgsqlConnection> ForWorkAsync(CancellationToken cancellation) => work.OpenConnectionAsync(cancellation);

    public ValueTask<NpgsqlConnection> ForConclusionsAsync(CancellationToken cancellation) => conclusions.OpenConnectionAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await work.DisposeAsync();
        await conclusions.DisposeAsync();
    }

    /// <summary>To plan our statements costs the server more than to run them, so it keeps the plans. A connection string that speaks of it has the word.</summary>
    private static NpgsqlConnectionStringBuilder WithPlans(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!said.ContainsKey("Max Auto Prepare") && !said.ContainsKey(nameof(settings.MaxAutoPrepare)))
            settings.MaxAutoPrepare = MostPlans;
        return settings;
    }
}
