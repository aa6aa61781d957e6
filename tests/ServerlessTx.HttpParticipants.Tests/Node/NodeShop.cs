using System.Diagnostics;
using Npgsql;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>The shop of <c>tests/node-participant</c> as a process of its own, with a PostgreSQL behind it.</summary>
public sealed class NodeShop : IAsyncLifetime
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private const string Auditor = "auditor";

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Repository.File("tests", "node-participant");

    private PostgresServer _postgres = null!;
    private NpgsqlDataSource _database = null!;
    private Process? _node;

    public int Port { get; private set; }

    /// <summary>Where its database is.</summary>
    public int DatabasePort => _postgres.Port;

    /// <summary>The port by which it reaches its database, where that is another one.</summary>
    public int? DatabaseRelay { get; set; }

    /// <summary>Where it asks what is decided.</summary>
    public Uri? Coordinator { get; set; }

    /// <summary>Its settings as a participant, with the section in front of each.</summary>
    public IEnumerable<(string Key, string? Value)> Settings =>
    [
        ("shop:BaseAddress", $"http://127.0.0.1:{Port}/tx"),
        ("shop:Secret", Secret),
        ("shop:Timeout", "5s"),
        ("shop:Tcc", "true"),
        ("shop:Operations:reserve_item:Undo", "release_item"),
        ("shop:Operations:send_receipt:Role", "retriable"),
    ];

    public async Task InitializeAsync()
    {
        await new NpmInstallation(Folder, "The Node participant", "There is no other.", _ => { }, TimeProvider.System).EnsureAsync(CancellationToken.None);
        _postgres = await PostgresServer.StartAsync(folder: null, _ => { }, TimeProvider.System);
        _database = NpgsqlDataSource.Create($"{_postgres.ConnectionString};Application Name={Auditor}");
        await StartAsync();
    }

    /// <summary>Starts it, on the port that it had.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Executable.Find("node"), ["server.js"]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        var at = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString);
        start.Environment["DATABASE"] = $"postgres://{at.Username}:{at.Password}@{at.Host}:{DatabaseRelay ?? at.Port}/{at.Database}";
        start.Environment["WEBHOOK_SECRETS"] = $"{OldSecret} {Secret}";
        start.Environment["PORT"] = Port.ToString();
        if (Coordinator is not null)
            start.Environment["COORDINATOR"] = Coordinator.ToString().TrimEnd('/');
        _node = Process.Start(start)!;
        var line = await _node.StandardOutput.ReadLineAsync().WaitAsync(Bound) ?? throw new InvalidOperationException("The Node participant ended at its start.");
        Port = int.Parse(line.Split(' ')[^1]);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _node!.Kill();
        await _node.WaitForExitAsync().WaitAsync(Bound);
        _node.Dispose();
        _node = null;
    }

    /// <summary>Has the database notice the end of all its connections, and roll back what they had begun.</summary>
    public Task LetGoAsync() => ExecuteAsync(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> $1", Auditor);

    public async Task StockAsync(string item, int available) => await ExecuteAsync(
        "INSERT INTO stock VALUES ($1, $2) ON CONFLICT (item) DO UPDATE SET available = $2", item, available);

    /// <summary>Forgets everything.</summary>
    public Task ClearAsync() => ExecuteAsync("TRUNCATE stock, holds, movements, barrier");

    /// <summary>What stands, without ids.</summary>
    public async Task<string> EffectsAsync() =>
        $"available {await CountAsync("SELECT coalesce(sum(available), 0) FROM stock")}"
        + $", held {await CountAsync("SELECT coalesce(sum(quantity), 0) FROM holds WHERE state = 'held'")}"
        + $", sold {await CountAsync("SELECT coalesce(sum(quantity), 0) FROM holds WHERE state = 'sold'")}";

    public Task<int> AvailableAsync(string item) => CountAsync("SELECT available FROM stock WHERE item = $1", item);

    /// <summary>What was done for a transaction, in order.</summary>
    public async Task<IReadOnlyList<string>> MovementsAsync(string transactionId) =>
        (await AllMovementsAsync()).Where(movement => movement.TransactionId == transactionId).Select(movement => movement.What).ToList();

    public async Task<IReadOnlyList<(string TransactionId, string What)>> AllMovementsAsync()
    {
        await using var command = _database.CreateCommand("SELECT transaction_id, what FROM movements ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(string, string)>();
        while (await reader.ReadAsync())
            found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await KillAsync();
        await _database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task<int> CountAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return Convert.ToInt32(await command.ExecuteScalarAsync());
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = _database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
