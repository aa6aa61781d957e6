namespace ServerlessTx.Processes;

/// <summary>One workflow under load: what clients send, and what must hold of its services' rows when all has ended.</summary>
internal abstract class Workload
{
    public abstract string Workflow { get; }

    /// <summary>Whether a transaction is one of this workload's.</summary>
    public virtual bool IsOf(EndedTransaction transaction) => transaction.Workflow == Workflow;

    /// <summary>An input. Over many, every way in which the workflow can end comes up.</summary>
    public abstract object Input(Random random);

    /// <summary>Its end waits for what a client does next, so a client cannot wait for its end.</summary>
    public virtual bool WaitsForClients => false;

    /// <summary>What a client does next when its start is answered; again whenever that is.</summary>
    /// <returns>What was answered that must not be, or nothing.</returns>
    /// <exception cref="HttpRequestException">There was no answer: the client asks for all of it again.</exception>
    public virtual Task<string?> FollowAsync(HttpClient host, string id, LoadRequest request) => Task.FromResult<string?>(null);

    /// <summary>Compares the rows of the services with how the transactions ended, one to one, and says what does not match.</summary>
    public abstract Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows);
}
