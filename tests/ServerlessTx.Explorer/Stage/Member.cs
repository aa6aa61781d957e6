namespace ServerlessTx.Explorer;

/// <summary>One transaction of those that are explored together.</summary>
/// <param name="Id">Which.</param>
/// <param name="Workflow">What it runs.</param>
/// <param name="First">The place of its first branch among those of all.</param>
internal sealed record Member(TransactionId Id, Workflow Workflow, int First)
{
    public Definition Definition => Workflow.Definition;
}
