namespace ServerlessTx.AspNetCore;

/// <summary>Begins a transaction that its request describes, over registered participants.</summary>
internal sealed class StartAdHocEndpoint(Failures failures, TransactionClient client, ServerlessTxHttpOptions options)
    : BeginEndpoint(failures, client, options, "start_ad_hoc", "transactions")
{
    private readonly TransactionClient _client = client;

    private protected override Task<StartedTransaction> BeginAsync(StartRequest request, CancellationToken cancellation) =>
        _client.StartAdHocAsync(request, cancellation);
}
