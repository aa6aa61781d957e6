namespace ServerlessTx;

/// <summary>
/// The call that a buffered operation makes at its side, under the name that the direct call would have had: whatever answers it, answers it
/// once. It belongs to no mode: it was accepted by the record that buffered it.
/// </summary>
internal sealed record BufferedCall(string TransactionId, string Branch, Phase Phase, CancellationToken Cancellation) : IBarrierCall
{
    public static BufferedCall Of(BufferedOperation operation, CancellationToken cancellation) =>
        new(operation.Is.TransactionId, BranchOf(operation.Is.Branch, operation.Attempt), Phase.Action, cancellation);

    public static string BranchOf(string branch, int attempt) => attempt == 1 ? branch : $"{branch}~{attempt}";
}
