namespace ServerlessTx.AspNetCore;

/// <summary>Begins a transaction of a registered workflow.</summary>
internal sealed class StartEndpoint(Failures failures, TransactionClient client, WorkflowRegistry workflows, ServerlessTxHttpOptions options)
    : BeginEndpoint(failures, client, options, "start", "transactions/{workflow}")
{
    private readonly TransactionClient _client = client;

    private protected override void CheckRoute(string value)
    {
        if (workflows.Newest(value) is null)
        {
            throw new Problem(
                ProblemTypes.UnknownWorkflow,
                $"There is no workflow {Quoted.Value(value)}; there are: {string.Join(", ", workflows.Names)}.").Thrown();
        }
    }

    private protected override Task<StartedTransaction> BeginAsync(StartRequest request, CancellationToken cancellation) =>
        _client.StartAsync(request, cancellation);
}
