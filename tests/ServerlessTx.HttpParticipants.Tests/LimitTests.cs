namespace ServerlessTx.HttpParticipants.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task A_request_that_outlasts_the_services_time_out_is_unknown()
    {
        await using var service = await HttpService.StartAsync((http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        await using var coordinator = new Coordinator(Coordinator.Settings(service, ("Timeout", "100ms")));
        Assert.Equal("unknown: no answer in 100 ms", await Calls.TakenAsync(() => coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Action))));
    }

    [Fact]
    public async Task The_attempts_own_time_out_ends_the_request_too()
    {
        var aborted = new TaskCompletionSource();
        await using var service = await HttpService.StartAsync((http, _) =>
        {
            http.RequestAborted.Register(aborted.SetResult);
            return aborted.Task;
        });
        await using var coordinator = new Coordinator(Coordinator.Settings(service));
        using var attempt = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Action, attempt.Token)));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_the_concurrency_allows_and_the_others_wait()
    {
        var arrived = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        await using var service = await HttpService.StartAsync((_, _) =>
        {
            arrived.Release();
            return go.Task;
        });
        await using var coordinator = new Coordinator(Coordinator.Settings(service, ("Concurrency", "2")));
        var calls = Enumerable.Range(0, 3).Select(_ => coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Action))).ToList();
        await arrived.WaitAsync();
        await arrived.WaitAsync();
        Assert.Equal(2, service.Received.Count);
        Assert.False(await arrived.WaitAsync(100));

        go.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(3, service.Received.Count);
    }
}
