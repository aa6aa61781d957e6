using System.Text.Json;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>Two-phase commit of one database, with the work of one workflow.</summary>
internal sealed class ResourceManager<TInput>(
    PostgreSqlDatabase database, Func<Call<TInput>, NpgsqlTransaction, Task<StepAnswer<LockedRows>>> work) : IResourceManager<TInput>
{
    public Task<Vote> PrepareAsync(Call<TInput> call) => new Preparing(database).RunAsync(call, transaction => work(call, transaction));

    public Task<Conclusion> CommitAsync(Call<TInput> call) => database.Prepared.CommitAsync(call, Reported(call));

    public Task<Conclusion> AbortAsync(Call<TInput> call) => database.Prepared.AbortAsync(call, Reported(call));

    /// <summary>The locks that the coordinator was told of: the end of the transaction is the end of all of them.</summary>
    private static IEnumerable<string> Reported(Call<TInput> call) =>
        call.ResultOf<JsonElement>(call.Branch) is { ValueKind: not JsonValueKind.Undefined } report ? HeldLocks.Names(report) : [];
}
