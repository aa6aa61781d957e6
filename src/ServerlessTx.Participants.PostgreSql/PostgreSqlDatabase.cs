using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>A database that takes part in transactions.</summary>
public sealed class PostgreSqlDatabase : IParticipantBarrier, IAsyncDisposable
{
    private readonly Connections _connections;
    private readonly ICoordinatorId _coordinator;

    /// <param name="name">Its name as a service: <c>accounts_db</c>.</param>
    /// <param name="source">Opens connections to it; disposed with it.</param>
    /// <param name="coordinator">Whose transactions it takes part in.</param>
    /// <param name="options">Bounds and intervals.</param>
    public PostgreSqlDatabase(string name, NpgsqlDataSource source, ICoordinatorId coordinator, PostgreSqlOptions? options = null)
        : this(name, Connections.To(source), coordinator, options)
    {
    }

    internal PostgreSqlDatabase(string name, Connections connections, ICoordinatorId coordinator, PostgreSqlOptions? options)
    {
        (Name, _connections, _coordinator) = (name, connections, coordinator);
        Options = options ?? new PostgreSqlOptions();
        Prepared = new PreparedBranches(this);
        Looks = new PreparedLooks(this);
        Barrier = new PostgreSqlBarrier(this);
    }

    /// <summary>Its name as a service.</summary>
    public string Name { get; }

    /// <summary>For the steps of a saga and for a TCC over this database.</summary>
    public PostgreSqlBarrier Barrier { get; }

    /// <summary>What was prepared here and not concluded when it was looked for last: on whom a person might be waiting.</summary>
    public InDoubt InDoubt { get; internal set; } = new(0, null);

    string IParticipantBarrier.Service => Name;

    internal PostgreSqlOptions Options { get; }

    internal PreparedBranches Prepared { get; }

    internal PreparedLooks Looks { get; }

    /// <summary>
    /// A participant of a two-phase commit. The work runs in the transaction that is prepared: it may read and write through its connection,
    /// with Entity Framework too, and must not end it.
    /// </summary>
    /// <param name="work">Writes and locks rows and says which, or refuses; then nothing of it remains. May run again.</param>
    public IResourceManager<TInput> TwoPhaseCommit<TInput>(Func<Call<TInput>, NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work) =>
        new ResourceManager<TInput>(this, work);

    /// <summary>The same with the statements that configuration names, for ad hoc transactions.</summary>
    public IResourceManager<StatementInput> Statements() => TwoPhaseCommit<StatementInput>(new NamedStatements(Options.Statements).RunAsync);

    /// <summary>Makes the tables of <c>schema.sql</c> where they are missing.</summary>
    public async Task EnsureSchemaAsync(CancellationToken cancellation = default)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Of two at once, one would find half of what the other makes.
        await using var once = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('serverlesstx.schema'))", connection, transaction);
        await once.ExecuteNonQueryAsync(cancellation);
        await using var schema = new NpgsqlCommand(Schema.Text, connection, transaction);
        await schema.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    async Task<BarrierAnswer> IParticipantBarrier.ConcludeAsync(
        string transactionId, string branch, Phase phase, BarrierAnswer answer, CancellationToken cancellation)
    {
        var call = new LearnedCall(transactionId, branch, phase, cancellation);
        var said = new Answer(answer.Verdict, answer.Result is { } result ? WireJson.Keep(result) : null, answer.Reason);
        var stands = phase is Phase.Commit or Phase.Abort ? await Prepared.ConcludeByHandAsync(call, said) : await Barrier.ConcludeByHandAsync(call, said);
        return stands == said ? answer : new BarrierAnswer(stands.Verdict, stands.Result, stands.Reason);
    }

    /// <summary>A connection to it, for what an application does of its own accord.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation = default) => _connections.ForWorkAsync(cancellation);

    /// <summary>One on which nobody's work runs.</summary>
    internal ValueTask<NpgsqlConnection> OpenToConcludeAsync(CancellationToken cancellation = default) => _connections.ForConclusionsAsync(cancellation);

    /// <summary>Tells it of a version of a group's mode: from here on it refuses first-phase calls of an older one.</summary>
    /// <returns>The version that it knows then.</returns>
    /// <exception cref="PostgresException">Among others: something is prepared in an older mode and not concluded yet.</exception>
    public async Task<long> TellModeAsync(string group, long version, CancellationToken cancellation = default)
    {
        await using var connection = await OpenAsync(cancellation);
        return await ModeTable.TellAsync(connection, group, version, Options.LockTimeout, cancellation);
    }

    internal async Task<Gid> GidAsync(IBarrierCall call) => Gid.Of(await _coordinator.ReadAsync(call.Cancellation), call);
}
