using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>One branch of a transaction as its coordinator would call it, and what it answers.</summary>
internal sealed class Branch(IResourceManager<Change> manager, Change input, string? transactionId = null)
{
    private Answer? _prepared;

    public string TransactionId { get; } = transactionId ?? NewId();

    public CancellationToken Cancellation { get; init; }

    public static string NewId() => ServerlessTx.TransactionId.New(TimeProvider.System.GetUtcNow(), 0, RandomNumberGenerator.Create()).ToString();

    public async Task<Answer> PrepareAsync() => _prepared = (await manager.PrepareAsync(CallOf(Phase.Prepare))).ToAnswer();

    public async Task<Answer> CommitAsync() => (await manager.CommitAsync(CallOf(Phase.Commit))).ToAnswer();

    public async Task<Answer> AbortAsync() => (await manager.AbortAsync(CallOf(Phase.Abort))).ToAnswer();

    /// <summary>The same branch at a coordinator that never heard the vote.</summary>
    public Branch WithoutVote() => new(manager, input, TransactionId);

    public Call<Change> CallOf(Phase phase) => new(new CallRequest
    {
        TransactionId = TransactionId,
        Name = new CallName("accounts_db", phase),
        Attempt = 1,
        Input = WireJson.ToElement(input),
        Deadline = DateTimeOffset.MaxValue,
        Results = _prepared?.Result is { } result ? new Dictionary<string, JsonElement> { ["accounts_db"] = result } : [],
        Cancellation = Cancellation,
    });
}
