namespace ServerlessTx.Specifications;

/// <summary>An operation whose effect lies outside: one result is recorded under its key, whoever calls and however often.</summary>
public sealed class OperationsOutside
{
    [Fact]
    public void A_replay_gets_the_first_result_its_time_and_that_it_was_cached() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        var first = await till.OnceAsync(world);
        var at = time.GetUtcNow();
        await Task.Delay(TimeSpan.FromMinutes(1), time);
        var again = await till.OnceAsync(world);

        Assert.Equal((ProcessedStatus.Processed, new Charged("ch_1", 500)), (first.Status, first.Result));
        Assert.Equal(new ProcessedEvidence { IdempotencyKey = Till.Key.Key, ProcessedAt = at, Cached = false }, first.Evidence);
        Assert.Equal((ProcessedStatus.AlreadyProcessed, first.Result), (again.Status, again.Result));
        Assert.Equal(new ProcessedEvidence { IdempotencyKey = Till.Key.Key, OriginalTimestamp = at, Cached = true }, again.Evidence);
        Assert.Equal(1, till.Charges);
        return true;
    });

    [Fact]
    public void Another_request_under_the_key_is_refused_before_its_effect() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await till.OnceAsync(world);

        var refused = await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => till.OnceAsync(world, request: new Charge("ann", 501)));

        Assert.Contains("'charge_card' belongs to another request", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, till.Charges);
        return true;
    });

    [Fact]
    public void Another_caller_operation_or_workflow_has_keys_of_its_own() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await till.OnceAsync(world);
        await till.OnceAsync(world, Till.Key with { Caller = "bob" });
        await till.OnceAsync(world, Till.Key with { Operation = "order_fulfillment" });
        var started = await world.StartAsync(key: Till.Key.Key);

        Assert.Equal(3, till.Charges);
        Assert.False(started.IsReplay);
        return true;
    });

    [Fact]
    public void An_effect_that_throws_leaves_nothing_under_its_key() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Till.Of(world).ProcessOnceAsync<Charge, Charged>(
            Till.Key, Till.Request, (_, _) => throw new InvalidOperationException("card expired")));

        Assert.Null(await Till.Of(world).EvidenceAsync(Till.Key));
        Assert.Equal(ProcessedStatus.Processed, (await till.OnceAsync(world)).Status);
        return true;
    });

    [Fact]
    public void A_result_that_is_too_large_is_refused_and_nothing_is_stored() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));

        var refused = await Assert.ThrowsAsync<StoreLimitException>(() => Till.Of(world).ProcessOnceAsync(
            Till.Key, Till.Request, (_, _) => Task.FromResult(new string('x', 262_143))));

        Assert.Equal(
            "A result has at most 262144 bytes as it is stored; that of the operation 'charge_card' has 262145. "
            + "Nothing of it is stored; keep what is large elsewhere and return its id.",
            refused.Message);
        Assert.Null(await Till.Of(world).EvidenceAsync(Till.Key));
        await Till.Of(world).ProcessOnceAsync(Till.Key, Till.Request, (_, _) => Task.FromResult(new string('x', 262_142)));
        return true;
    });

    [Fact]
    public void A_key_can_be_used_again_when_it_has_expired_and_not_a_moment_sooner() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await till.OnceAsync(world);
        await Task.Delay(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1), time);
        Assert.Equal("ch_1", (await till.OnceAsync(world)).Result.ChargeId);
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);

        Assert.Null(await Till.Of(world).EvidenceAsync(Till.Key));
        Assert.Equal("ch_2", (await till.OnceAsync(world, request: new Charge("ann", 501))).Result.ChargeId);
        Assert.Single((await Till.Of(world).EvidenceAsync(Till.Key))!["idempotent_operation"]!["attempts"]!.AsArray());
        return true;
    });

    [Fact]
    public void In_one_process_many_at_once_run_the_effect_once_and_all_get_its_result() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time) { Takes = TimeSpan.FromSeconds(1) });
        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => till.OnceAsync(world)));

        Assert.Equal(1, till.Charges);
        Assert.All(all, processed => Assert.Equal("ch_1", processed.Result.ChargeId));
        Assert.Single(all, processed => processed.Status is ProcessedStatus.Processed);
        return true;
    });

    [Fact]
    public void Who_waits_for_a_turn_gets_it_when_the_one_before_failed_or_gave_up() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time) { Takes = TimeSpan.FromSeconds(1) });
        using var gaveUp = new CancellationTokenSource();
        var failing = Till.Of(world).ProcessOnceAsync<Charge, Charged>(Till.Key, Till.Request, async (_, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            throw new InvalidOperationException("card expired");
        });
        var waiting = Till.Of(world).ProcessOnceAsync(Till.Key, Till.Request, till.ChargeAsync, gaveUp.Token);
        var last = till.OnceAsync(world);
        gaveUp.Cancel();

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(ProcessedStatus.Processed, (await last).Status);
        Assert.Equal(1, till.Charges);
        return true;
    });

    [Fact]
    public void Two_processes_at_once_may_both_run_the_effect_and_one_result_is_recorded() => VirtualTime.Run(async time =>
    {
        var till = new Till(time) { Takes = TimeSpan.FromSeconds(1) };
        var world = new World(time);
        var other = new World(time, store: world.Store);
        var both = await Task.WhenAll(till.OnceAsync(world), till.OnceAsync(other));

        Assert.Equal(2, till.Charges);
        Assert.Equal(both[0].Result, both[1].Result);
        Assert.Single(both, processed => processed.Evidence.UnrecordedEffect == true);
        var replay = (await Till.Of(world).EvidenceAsync(Till.Key))!["idempotent_operation"]!["attempts"]![1]!;
        Assert.True((bool)replay["unrecorded_effect"]!);
        return true;
    });

    [Fact]
    public void A_record_whose_answer_was_lost_is_found_to_be_ones_own() => VirtualTime.Run(async time =>
    {
        var store = new LossyStore(new MemoryPartitionStore());
        var (world, till) = (new World(time, store: store), new Till(time));
        await world.StartAsync();
        store.LoseAnswers = 1;

        Assert.Equal(ProcessedStatus.Processed, (await till.OnceAsync(world)).Status);
        Assert.Equal(0, store.LoseAnswers);
        Assert.Equal(ProcessedStatus.AlreadyProcessed, (await till.OnceAsync(world)).Status);
        Assert.Equal(1, till.Charges);
        return true;
    });

    [Theory]
    [InlineData("", "key")]
    [InlineData("charge card", "key")]
    [InlineData("charge_card", "")]
    [InlineData("charge_card", "line\nbreak")]
    public void A_name_or_key_that_cannot_be_one_is_refused(string operation, string key) => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await Assert.ThrowsAsync<ArgumentException>(() => till.OnceAsync(world, new OperationKey(operation, key)));
        Assert.Equal(0, till.Charges);
        return true;
    });
}
