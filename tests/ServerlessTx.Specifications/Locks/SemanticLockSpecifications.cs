namespace ServerlessTx.Specifications;

/// <summary>Two sagas that change one order: it is pending while the first runs, and the second refuses or waits.</summary>
public sealed class SemanticLockSpecifications
{
    [Fact]
    public void Whoever_comes_while_a_record_is_pending_is_refused_and_behind_its_last_step_is_not() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time);
        var revising = await desk.StartAsync("revise");
        await desk.PaymentIsAsked.Task;
        Assert.Equal(
            """
            started            revise
            step_refused       open: pending
            decided            compensating: pending
            compensated
            """, await desk.EndAsync(await desk.StartAsync("revise")));
        Assert.Equal(revising.Id.ToString(), await desk.PendingForAsync());

        desk.PaymentAnswers.SetResult(true);
        Assert.Equal(
            """
            started            revise
            step_done          open
            step_done          pay
            decided            going_forward
            step_done          close
            completed
            """, await desk.EndAsync(revising));
        Assert.Null(await desk.PendingForAsync());
        Assert.EndsWith("completed", await desk.EndAsync(await desk.StartAsync("revise")), StringComparison.Ordinal);
        return true;
    });

    [Fact]
    public void Whoever_would_wait_is_asked_again_until_the_record_is_free() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time) { Waits = true };
        var revising = await desk.StartAsync("revise");
        await desk.PaymentIsAsked.Task;
        var waits = await desk.StartAsync("revise");
        await desk.WaitsASecondTime.Task;
        desk.PaymentAnswers.SetResult(true);
        await desk.EndAsync(revising);
        Assert.Equal(
            """
            started            revise
            unanswered         open/action 1: it is still at work on it
            unanswered         open/action 2: it is still at work on it
            step_done          open
            step_done          pay
            decided            going_forward
            step_done          close
            completed
            """, await desk.EndAsync(waits));
        return true;
    });

    [Fact]
    public void The_undo_of_the_step_that_marked_it_clears_the_mark() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time);
        desk.PaymentAnswers.SetResult(false);
        Assert.Equal(
            """
            started            revise
            step_done          open
            step_refused       pay: declined
            decided            compensating: declined
            step_compensated   open
            compensated
            """, await desk.EndAsync(await desk.StartAsync("revise")));
        Assert.Null(await desk.PendingForAsync());
        return true;
    });

    [Fact]
    public void A_saga_that_is_turned_back_before_it_marked_leaves_no_mark_not_even_late() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time) { OpenComesLate = TimeSpan.FromHours(1) };
        var started = await desk.StartAsync("revise");
        Assert.EndsWith(
            """
            step_compensated   open
            compensated
            """, await desk.EndAsync(started), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromHours(2), time);

        Assert.Null(await desk.PendingForAsync());
        Assert.All(desk.Late, answer => Assert.Equal(new StepAnswer<string>.Refused("turned_back_before"), answer));
        Assert.NotEmpty(desk.Late);
        return true;
    });

    [Fact]
    public void A_mark_is_cleared_only_by_the_transaction_that_it_is_pending_for() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time);
        var revising = await desk.StartAsync("revise");
        await desk.PaymentIsAsked.Task;
        await desk.ActAsync(async (rows, call) => await rows.ClearPendingAsync("order:7", call));
        Assert.Equal(revising.Id.ToString(), await desk.PendingForAsync());
        desk.PaymentAnswers.SetResult(true);
        await desk.EndAsync(revising);
        return true;
    });

    /// <summary>Also where nobody has ever marked the record: that it is free is a condition of what is written then.</summary>
    [Fact]
    public void Who_looked_and_found_it_free_writes_nothing_if_it_is_marked_meanwhile() => VirtualTime.Run(async time =>
    {
        var desk = new Desk(time);
        var looks = 0;
        await desk.ActAsync(async (rows, call) =>
        {
            var isFree = await rows.PendingForAsync("order:7") is null;
            if (++looks == 1)
            {
                await desk.StartAsync("revise");
                await desk.PaymentIsAsked.Task;
            }

            if (isFree)
                rows.Put("price", new Price(9));
        });
        Assert.Equal((2, null), (looks, await desk.PriceAsync()));
        desk.PaymentAnswers.SetResult(true);
        return true;
    });

    private sealed record Price(int Amount);

    private sealed record Revise(string Item);

    /// <summary>The service that keeps the order, and the saga that revises it.</summary>
    private sealed class Desk
    {
        private const string Partition = "orders";
        private const string Order = "order:7";
        private readonly VirtualTime _time;
        private readonly World _world;
        private readonly Barrier _barrier;
        private int _acts;

        public Desk(VirtualTime time)
        {
            (_time, Store) = (time, new MemoryPartitionStore());
            _barrier = new Barrier(Store, time);
            _world = new World(time, store: Store, build: tx => tx.AddWorkflow(Revision()));
        }

        public MemoryPartitionStore Store { get; }

        public bool Waits { get; init; }

        public TimeSpan? OpenComesLate { get; init; }

        public List<StepAnswer<string>> Late { get; } = [];

        public TaskCompletionSource PaymentIsAsked { get; } = new();

        public TaskCompletionSource WaitsASecondTime { get; } = new();

        public TaskCompletionSource<bool> PaymentAnswers { get; } = new();

        public Task<StartedTransaction> StartAsync(string workflow) => _world.StartAsync(workflow);

        public Task<string> EndAsync(StartedTransaction started) => _world.EndAsync(started.Id);

        public async Task<string?> PendingForAsync() => await Rows().PendingForAsync(Order);

        public async Task<int?> PriceAsync() => (await Rows().FindAsync<Price>("price"))?.Amount;

        /// <summary>Somebody else's act behind the same barrier.</summary>
        public Task ActAsync(Func<BarrierRows, IBarrierCall, Task> act)
        {
            var call = new Act($"act-{++_acts}");
            return _barrier.ConcludeAsync(call, Partition, async rows =>
            {
                await act(rows, call);
                return Conclusion.Done();
            });
        }

        private Workflow Revision() => Saga.For<Revise>("revise", version: 1, new CallPolicy { Attempts = 5, FirstDelayMs = 10_000, MaxDelayMs = 10_000, TimeoutMs = 60_000 })
            .Step("order_service", "open", OpenAsync, undo: "reopen", (call, _) => _barrier.ConcludeAsync(call, Partition, async rows =>
            {
                await rows.ClearPendingAsync(Order, call);
                return Conclusion.Done();
            }))
            .Step("payment_service", "pay", _ => PayAsync())
            .Then("order_service", "close", call => _barrier.ConcludeAsync(call, Partition, async rows =>
            {
                await rows.ClearPendingAsync(Order, call);
                return Conclusion.Done();
            }));

        private async Task<StepAnswer<string>> OpenAsync(Call<Revise> call)
        {
            if (OpenComesLate is { } late)
            {
                // The message is on its way longer than anybody waits for its answer.
                await Task.Delay(late, _time);
                Late.Add(await _barrier.StepAsync<string>(new Act(call.TransactionId) { Branch = call.Branch, Phase = call.Phase }, Partition, rows => MarkAsync(rows, call)));
                return Late[^1];
            }

            return await _barrier.StepAsync<string>(call, Partition, rows => MarkAsync(rows, call));
        }

        private async Task<StepAnswer<string>> PayAsync()
        {
            PaymentIsAsked.TrySetResult();
            return await PaymentAnswers.Task ? "paid" : Refusal.Because("declined");
        }

        private async Task<StepAnswer<string>> MarkAsync(BarrierRows rows, Call<Revise> call)
        {
            if (await rows.MarkPendingAsync(Order, call))
                return "open";
            if (!Waits)
                return Refusal.Because("pending");
            if (call.Attempt == 2)
                WaitsASecondTime.SetResult();
            throw new StillWorkingException();
        }

        private BarrierRows Rows() => new(Store, Partition, null, default);
    }

    private sealed record Act(string TransactionId) : IBarrierCall
    {
        public string Branch { get; init; } = "act";

        public Phase Phase { get; init; } = Phase.Retriable;

        public CancellationToken Cancellation => default;
    }
}
