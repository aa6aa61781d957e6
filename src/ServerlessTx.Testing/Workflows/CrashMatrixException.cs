namespace ServerlessTx.Testing;

/// <summary>A workflow whose process vanished did not end as it does undisturbed. The message has both ends and what is recorded.</summary>
public sealed class CrashMatrixException : Exception
{
    internal CrashMatrixException(int point, WorkflowEnd undisturbed, WorkflowEnd end)
        : base($"""
            The process vanished at its point {point}, and the next one did not end the transaction as an undisturbed one does.

            It should be  {undisturbed.Text}
            It is         {end.Text}
            How to mend it: find the participant whose effect is missing or there twice, and try it with its contract (SagaStepContract, TccContract, TwoPhaseCommitContract).

            What is recorded:
            {string.Join('\n', end.Records.Select((line, i) => $"  {i + 1,2}  {line}"))}
            """) => Point = point;

    /// <summary>The point at which the process vanished, from 1.</summary>
    public int Point { get; }
}
