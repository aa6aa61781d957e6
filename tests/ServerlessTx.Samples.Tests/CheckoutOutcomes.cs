namespace ServerlessTx.Samples.Tests;

public sealed class CheckoutOutcomes
{
    [Fact]
    public void A_checkout_that_both_reserve_is_confirmed() => Assert.Equal(
        """
        started            checkout_reservation
        reserved           payment_service
        reserved           inventory_service
        decided            confirm
        confirmed          payment_service
        confirmed          inventory_service
        confirmed
        """, Run(host => host.CheckoutAsync()));

    [Fact]
    public void Without_the_money_what_was_held_in_stock_is_given_back() => Assert.Equal(
        """
        started            checkout_reservation
        try_refused        payment_service: insufficient_funds
        reserved           inventory_service
        decided            cancel: insufficient_funds
        cancelled          payment_service
        cancelled          inventory_service
        cancelled
        """, Run(host => host.CheckoutAsync(amount: PaymentService.OpeningBalance + 1)));

    [Fact]
    public void Without_the_goods_the_money_that_was_held_is_given_back() => Assert.Equal(
        """
        started            checkout_reservation
        reserved           payment_service
        try_refused        inventory_service: insufficient_inventory
        decided            cancel: insufficient_inventory
        cancelled          payment_service
        cancelled          inventory_service
        cancelled
        """, Run(host => host.CheckoutAsync(quantity: InventoryService.OpeningStock + 1)));

    [Fact]
    public void A_service_that_is_silent_until_the_reservations_expire_has_them_cancelled() => Assert.Equal(
        """
        started            checkout_reservation
        reserved           payment_service
        try_unknown        inventory_service: the deadline has passed
        decided            cancel: deadline_passed
        cancelled          payment_service
        cancelled          inventory_service
        cancelled
        """, Run(host => host.CheckoutAsync(expiresIn: 20), (store, time, _) => store.Before = operation => operation.Partition == InventoryService.Partition
            && time.GetUtcNow() < Begin.AddSeconds(21) ? Task.Delay(TimeSpan.FromSeconds(21), time) : Task.CompletedTask));

    [Fact]
    public void Reservations_that_nobody_decides_on_are_cancelled_by_the_first_who_asks_after_they_expired() => Assert.Equal(
        """
        started            checkout_reservation
        decided            cancel: deadline_passed (by deadline)
        taken_over         host_b
        try_unasked        payment_service: deadline_passed
        try_unasked        inventory_service: deadline_passed
        cancelled          payment_service
        cancelled          inventory_service
        cancelled
        """, VirtualTime.Run(async time =>
        {
            var memory = new MemoryPartitionStore();
            var dies = new InterceptedStore(memory);
            var host = new SampleHost(time, dies);
            var reserved = 0;
            dies.After = operation => operation is { IsCommit: true, Partition: "payments" or "inventory" } && ++reserved == 2
                ? dies.Die() : Task.CompletedTask;
            var id = await host.CheckoutAsync();
            var other = new SampleHost(time, memory, "host_b");
            Assert.Equal(2, await new Audit(memory).CountAsync("holds"));

            await Task.Delay(TimeSpan.FromSeconds(299), time);
            Assert.Null((await other.Client.AskAsync(id))!.Decision);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            Assert.Equal(Decision.Cancel, (await other.Client.AskAsync(id))!.Decision);
            await other.RecoverAsync();
            await new Audit(memory).IsAtRestAsync();
            return await other.TranscriptAsync(id);
        }));

    [Fact]
    public void A_reservation_holds_until_the_deadline_that_the_input_names() => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var host = new SampleHost(time, memory);
        var id = await host.CheckoutAsync(expiresIn: 7);
        var state = (await host.Client.WaitAsync(id, TimeSpan.FromMinutes(1)))!;
        Assert.Equal(state.StartedAt.AddSeconds(7), state.Deadline);
        Assert.Equal(
            $$$"""{"reservation":{"id":"{{{Id("res_pay_ann", id, "payment_service")}}}","amount":100,"expires_at":"2026-01-15T10:00:07.000Z"}}""",
            state.Result["payment_service"].GetRawText());
        Assert.Equal(
            $$$"""{"reservation":{"id":"{{{Id("res_inv_book", id, "inventory_service")}}}","items":["book"],"expires_at":"2026-01-15T10:00:07.000Z"}}""",
            state.Result["inventory_service"].GetRawText());
        var confirmed = (await host.RecordsAsync(id)).OfType<Answered>().Where(answer => answer.Phase is Phase.Confirm).Select(answer => answer.Result!.Value.GetRawText());
        Assert.Equal([$$"""{"payment_id":"{{Id("pay", id, "payment_service")}}"}""", $$"""{"allocation_id":"{{Id("alloc", id, "inventory_service")}}"}"""], confirmed);
        return true;
    });

    [Theory]
    [InlineData("0")]
    [InlineData("3601")]
    [InlineData("1.5")]
    [InlineData("\"60\"")]
    public void An_expiry_that_is_not_a_second_to_an_hour_begins_nothing(string expiresIn) => VirtualTime.Run(async time =>
    {
        var memory = new MemoryPartitionStore();
        var host = new SampleHost(time, memory);
        var input = $$"""{"customer_id":"ann","sku":"book","quantity":1,"amount":1,"expires_in_seconds":{{expiresIn}}}""";
        var wrong = await Assert.ThrowsAsync<InvalidInputException>(() => host.StartAsync("checkout_reservation", input));
        Assert.Equal("$.expires_in_seconds", wrong.Field);
        Assert.Empty(await host.AllAsync());
        return true;
    });

    private static readonly DateTimeOffset Begin = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static string Id(string kind, TransactionId id, string branch) => $"{kind}_{id.ToString().Split('-')[^1]}_{branch}";

    private static string Run(Func<SampleHost, Task<TransactionId>> start, Action<InterceptedStore, VirtualTime, SampleHost>? arrange = null) =>
        VirtualTime.Run(async time =>
        {
            var store = new InterceptedStore(new MemoryPartitionStore());
            var host = new SampleHost(time, store);
            arrange?.Invoke(store, time, host);
            var transcript = await host.EndAsync(await start(host));
            await new Audit(store).IsAtRestAsync();
            return transcript;
        });
}
