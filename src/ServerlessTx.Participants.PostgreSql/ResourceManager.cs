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

    /// <summary>What the coordinator was told of this branch when it was prepared, if it was.</summary>
    private static JsonElement? Reported(Call<TInput> call) => call.RecordedOf(call.Branch);
}
