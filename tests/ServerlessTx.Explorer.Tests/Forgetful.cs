namespace ServerlessTx.Explorer.Tests;

/// <summary>A participant that remembers what it promised, and does not remember that it was told.</summary>
internal sealed class Forgetful(Service service) : IResourceManager<Purchase>
{
    public Task<Vote> PrepareAsync(Call<Purchase> call) => service.PrepareAsync(call);

    public Task<Conclusion> CommitAsync(Call<Purchase> call) => service.Desk.AskAsync(call, async (store, _) =>
    {
        var row = (await store.ReadAsync(call.Branch, RowQuery.Single(Effect.Key))).Rows.Single();
        var effect = System.Text.Json.JsonSerializer.Deserialize<Effect>(row.Payload.Span, WireJson.Tolerant)!;
        var payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(effect with { Made = effect.Made + 1, IsHeld = false }, WireJson.Tolerant);
        await store.CommitAsync(call.Branch, [new RowWrite.Replace(row.Key, row.ETag, payload, row.Columns)]);
        return Conclusion.Done();
    });

    public Task<Conclusion> AbortAsync(Call<Purchase> call) => service.AbortAsync(call);
}
