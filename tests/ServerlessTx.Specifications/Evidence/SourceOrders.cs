namespace ServerlessTx.Specifications;

/// <summary>The source's saga with participants that report, field by field, what the source's participants report.</summary>
internal sealed class SourceOrders(Script script)
{
    public static CallPolicy Policy { get; } = new() { Attempts = 2, TimeoutMs = 5_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };

    public static Workflow Define(Script script)
    {
        var orders = new SourceOrders(script);
        return Saga.For<Order>("order_fulfillment", 1, Policy, TimeSpan.FromSeconds(30))
            .Step<object>("order_service", "create_order", orders.Do, "cancel_order", orders.Undo)
            .Step<object>("payment_service", "charge_payment", orders.Do, "refund_payment", orders.Undo)
            .Step<object>("inventory_service", "reserve_inventory", orders.Do, "release_reservation", orders.Undo)
            .Pivot<object>("shipping_service", "ship_order", orders.Do)
            .Then("notification_service", "send_confirmation", orders.Conclude);
    }

    /// <summary>Payment and reservation side by side, and nothing behind them.</summary>
    public static Workflow DefineParallel(Script script)
    {
        var orders = new SourceOrders(script);
        return Saga.For<Order>("order_in_parallel", 1, Policy, TimeSpan.FromSeconds(30))
            .Step<object>("order_service", "create_order", orders.Do, "cancel_order", orders.Undo)
            .Parallel(group => group
                .Step<object>("payment_service", "charge_payment", orders.Do, "refund_payment", orders.Undo)
                .Step<object>("inventory_service", "reserve_inventory", orders.Do, "release_reservation", orders.Undo));
    }

    /// <summary>One step of it leaves nothing behind that could be undone.</summary>
    public static Workflow DefineScored(Script script)
    {
        var orders = new SourceOrders(script);
        return Saga.For<Order>("scored_order", 1, Policy, TimeSpan.FromSeconds(30))
            .Step<object>("order_service", "create_order", orders.Do, "cancel_order", orders.Undo)
            .Step<object>("credit_service", "score_customer", orders.Do)
            .Step<object>("inventory_service", "reserve_inventory", orders.Do, "release_reservation", orders.Undo);
    }

    /// <summary>A ride that is offered to two drivers, five seconds each.</summary>
    public static Workflow DefineWaiting(Script script)
    {
        var orders = new SourceOrders(script);
        return Saga.For<Order>("ride", 1, Policy, TimeSpan.FromSeconds(30))
            .Step<object>("dispatch_service", "match_driver", orders.Do, "cancel_driver_assignment", orders.Undo)
            .Wait<object>("dispatch_service", "await_driver", signal: "driver_accepted", within: TimeSpan.FromSeconds(5), rounds: 2,
                escalate: "offer_next", orders.Do, undo: "withdraw_offer", orders.Undo)
            .Step<object>("payment_service", "charge_payment", orders.Do, "refund_payment", orders.Undo);
    }

    /// <summary>A present whose order is a transaction of its own.</summary>
    public static Workflow DefineParent(Script script)
    {
        var orders = new SourceOrders(script);
        return Saga.For<Order>("present", 1, Policy, TimeSpan.FromSeconds(30))
            .Step<object>("wrapping_service", "choose_paper", orders.Do, "put_paper_back", orders.Undo)
            .Child("order_service", "order_present", workflow: "order_fulfillment", within: TimeSpan.FromSeconds(20), call => call.Input,
                undo: "return_present", (call, _) => orders.Undo(call, null))
            .Step<object>("wrapping_service", "wrap", orders.Do, "unwrap", orders.Undo);
    }

    /// <summary>Answers no a second after it was asked.</summary>
    public static Workflow DefineSlowRefusal(Script script) => Saga.For<Order>("slow_order", 1, Policy)
        .Step<Receipt>("order_service", "create_order", async _ =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), script.Time, CancellationToken.None);
            return Refusal.Because("customer_unknown");
        });

    /// <summary>Answers with more than a record holds.</summary>
    public static Workflow DefineLarge(Script script) => Saga.For<Order>("catalogue", 1, Policy)
        .Step<object>("catalogue_service", "copy_catalogue", async call =>
        {
            await script.PlayAsync(call);
            return new StepAnswer<object>.Done(new { pages = Enumerable.Range(1, 500).Select(page => $"page {page} costs < 10 €").ToArray() });
        });

    private async Task<StepAnswer<object>> Do(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.Refuses refuses ? Refusal.Because(refuses.Reason) : new StepAnswer<object>.Done(Report(call));

    private async Task<Conclusion> Undo(Call<Order> call, object? done) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : !script.Did(call.Branch, Phase.Action) ? Conclusion.Done(new { nothing_to_undo = true })
        : Conclusion.Done(Report(call));

    private async Task<Conclusion> Conclude(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What) : Conclusion.Done();

    private static object Report(Call<Order> call) => (call.Branch, call.Phase) switch
    {
        ("create_order", Phase.Action) => new { order_id = "order_123", total = 99.99m },
        ("charge_payment", Phase.Action) => new { payment_id = "pay_456", amount = 99.99m, stripe_charge_id = "ch_abc123", stripe_charge = "ch_abc123" },
        ("reserve_inventory", Phase.Action) => new { reservation_id = "res_789", items = new[] { "item_1", "item_2" }, stock_levels_updated = true },
        ("charge_payment", Phase.Undo) => new { refund_id = "ref_789", stripe_refund_id = "re_xyz789" },
        ("create_order", Phase.Undo) => new { order_status = "cancelled", cancellation_reason = call.Reason },
        _ => new { tracking_id = "track_1" },
    };
}
