using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace ServerlessTx.Contracts;

public sealed class TableFailureTests
{
    private const string Account =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    private static readonly RowWrite[] Batch = [new RowWrite.Insert("a", default)];

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServerBusy")]
    [InlineData(HttpStatusCode.InternalServerError, "OperationTimedOut")]
    [InlineData(HttpStatusCode.TooManyRequests, "TooManyRequests")]
    [InlineData(HttpStatusCode.RequestTimeout, "RequestTimeout")]
    [InlineData(HttpStatusCode.BadGateway, "Proxy")]
    public async Task A_commit_that_the_service_cannot_take_now_is_unanswered_and_sent_once(HttpStatusCode status, string error)
    {
        var network = ScriptedHandler.Answering(status, error);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await OpenAsync(network)).CommitAsync("p", Batch));
        Assert.Equal(
            $"The table at http://127.0.0.1:1/devstoreaccount1/t cannot now ({(int)status} {error}); wait a second or more, "
            + "then send the same batch again: it may have been stored.",
            failure.Message);
        Assert.Equal(1, network.Requests);
    }

    [Fact]
    public async Task A_busy_service_that_names_a_time_is_quoted()
    {
        var network = ScriptedHandler.Answering(HttpStatusCode.ServiceUnavailable, "ServerBusy", retryAfter: "7");
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await OpenAsync(network)).CommitAsync("p", Batch));
        Assert.Contains("(503 ServerBusy); it asks to wait 7 s, then send", failure.Message);
    }

    public static TheoryData<Exception> Silences =>
    [
        new HttpRequestException("Connection refused (127.0.0.1:1)"),
        new IOException("The response ended prematurely."),
        new TaskCanceledException("The client's own time-out."),
    ];

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task A_commit_without_an_answer_is_unanswered_and_sent_once(Exception silence)
    {
        var network = ScriptedHandler.Throwing(silence);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await (await OpenAsync(network)).CommitAsync("p", Batch));
        Assert.Contains("did not answer", failure.Message);
        Assert.EndsWith("check that it runs and can be reached, then send the same batch again: it may have been stored.", failure.Message);
        Assert.Equal(1, network.Requests);
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task A_read_is_repeated_before_it_is_unanswered(Exception silence)
    {
        var network = ScriptedHandler.Throwing(silence);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await (await OpenAsync(network)).ReadAsync("p", RowQuery.Single("a")));
        Assert.EndsWith("check that it runs and can be reached, then read again.", failure.Message);
        Assert.Equal(4, network.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AuthenticationFailed")]
    [InlineData(HttpStatusCode.Conflict, "TableBeingDeleted")]
    [InlineData(HttpStatusCode.BadRequest, "InvalidInput")]
    public async Task What_is_neither_a_conflict_nor_an_outage_is_thrown_as_it_is(HttpStatusCode status, string error)
    {
        var store = await OpenAsync(ScriptedHandler.Answering(status, error));
        Assert.Equal(error, (await Assert.ThrowsAnyAsync<RequestFailedException>(() => store.CommitAsync("p", Batch))).ErrorCode);
        Assert.Equal(error, (await Assert.ThrowsAnyAsync<RequestFailedException>(() => store.ReadAsync("p", RowQuery.Single("a")))).ErrorCode);
    }

    [Fact]
    public async Task A_store_that_is_away_cannot_be_opened() =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => TablePartitionStore.OpenAsync(
            options => new TableServiceClient(Account, Impatient(options)), "t"));

    [Fact]
    public async Task A_client_that_repeats_commits_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => TablePartitionStore.OpenAsync(
            options =>
            {
                options.Retry.MaxRetries = 3;
                return new TableServiceClient(Account, options);
            },
            "t"));

    private static Task<TablePartitionStore> OpenAsync(ScriptedHandler network) => TablePartitionStore.OpenAsync(
        options =>
        {
            options.Transport = new HttpClientTransport(new HttpClient(network));
            return new TableServiceClient(Account, Impatient(options));
        },
        "t");

    private static TableClientOptions Impatient(TableClientOptions options)
    {
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return options;
    }
}
