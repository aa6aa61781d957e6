using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// Makes any operation of the application's own safe to repeat under a key: a charge, a mail, a call of somebody's API.
/// <c>docs/idempotency.md</c> says what holds and what cannot.
/// </summary>
public sealed class IdempotentOperations
{
    private readonly OperationProcess _process;
    private readonly KeyDocuments _documents;

    internal IdempotentOperations(OperationProcess process, KeyDocuments documents) => (_process, _documents) = (process, documents);

    /// <summary>
    /// Runs an effect that lies outside, unless a result is recorded under the key, and records its result. At most one effect is ever
    /// recorded, and every caller of the key gets that one.
    /// </summary>
    /// <remarks>
    /// Between the effect and its record lies a middle that nothing can close: when the process vanishes there, or the store does not answer,
    /// the effect has happened and nothing says so. The next call with the key runs it again. Two processes that use one key at the same
    /// moment may both run it; one result is recorded, and who lost says so by <see cref="ProcessedEvidence.UnrecordedEffect"/>. So hand the
    /// key on to whatever the effect calls, if that knows keys, or put the effect into the batch of the record with the other overload.
    /// An effect that throws leaves nothing, and may be tried again under its key.
    /// </remarks>
    /// <param name="key">Names the operation, the caller and the request.</param>
    /// <param name="request">What the operation is asked; its fingerprint belongs to the key.</param>
    /// <param name="effect">The effect. What it returns is recorded as JSON, 256 KiB at most.</param>
    /// <param name="cancellation">Ends the waiting and the effect. What is recorded then stays recorded.</param>
    /// <exception cref="IdempotencyKeyReusedException">A result is recorded under the key for another request; the effect did not run.</exception>
    /// <exception cref="StoreLimitException">The result is too large: the effect has run, and nothing of it is recorded.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer: the effect may have run, and may be recorded.</exception>
    public Task<Processed<TResult>> ProcessOnceAsync<TRequest, TResult>(
        OperationKey key, TRequest request, Func<TRequest, CancellationToken, Task<TResult>> effect, CancellationToken cancellation = default) =>
        _process.OutsideAsync(key, request, effect, cancellation);

    /// <summary>
    /// The same for an effect that is rows of the store that holds the keys: they stand in one batch with the record of their result, and
    /// happen exactly once, or not at all.
    /// </summary>
    /// <param name="key">Names the operation, the caller and the request.</param>
    /// <param name="partition">Where the rows are. One key works in one partition.</param>
    /// <param name="request">What the operation is asked; its fingerprint belongs to the key.</param>
    /// <param name="effect">
    /// Reads and writes rows and returns the result; runs again when others changed what it read. Nothing outside belongs in it, and no row
    /// whose key starts with <c>k|</c>.
    /// </param>
    /// <param name="cancellation">Ends the waiting and the effect. What is recorded then stays recorded.</param>
    /// <inheritdoc cref="ProcessOnceAsync{TRequest,TResult}(OperationKey, TRequest, Func{TRequest, CancellationToken, Task{TResult}}, CancellationToken)" path="/exception"/>
    public Task<Processed<TResult>> ProcessOnceAsync<TRequest, TResult>(
        OperationKey key, string partition, TRequest request, Func<TRequest, BarrierRows, Task<TResult>> effect, CancellationToken cancellation = default) =>
        _process.BesideAsync(key, partition, request, effect, cancellation);

    /// <summary>
    /// The document <c>idempotent_operation</c> of a key, of an operation or of the workflow of that name: its first attempt and its
    /// replays, and what is guaranteed.
    /// </summary>
    /// <returns>Nothing when the caller has not used the key there, or when it has expired.</returns>
    public Task<JsonObject?> EvidenceAsync(OperationKey key, CancellationToken cancellation = default) => _documents.FindAsync(key, cancellation);
}
