namespace ServerlessTx.Processes;

/// <summary>One workflow under load: what clients send, and what must hold of its services' rows when all has ended.</summary>
internal abstract class Workload
{
    public abstract string Workflow { get; }

    /// <summary>Whether a transaction is one of this workload's.</summary>
    public virtual bool IsOf(EndedTransaction transaction) => transaction.Workflow == Workflow;

    /// <summary>An input. Over many, every way in which the workflow can end comes up.</summary>
    public abstract object Input(Random random);

    /// <summary>Compares the rows of the services with how the transactions ended, one to one, and says what does not match.</summary>
    public abstract Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows);
}
