using System.Text;
using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Poison, silence and loss are seen, named, and mended.</summary>
public sealed class OrderTroubles
{
    [Fact]
    public void Poison_ends_in_the_dead_letter_queue_is_seen_in_the_record_and_can_be_put_back() => VirtualTime.Run(async time =>
    {
        var isMended = false;
        var world = new OrderWorld(time, choreography: With(Poisoned(() => isMended))).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(14));
        var dead = Assert.Single(await world.DeadLetters.ListAsync("inventory_service"));
        Assert.Equal(("PaymentCharged", "failed", 10), (dead.Type, dead.Reason, dead.Deliveries));
        var missing = Assert.Single((await world.Client.GetAsync(id))!.MissingAnswers);
        Assert.Equal(("inventory_service", "PaymentCharged", "failed"), (missing.Service, missing.Event, missing.DeadLetter));
        await world.VerifyAsync(id);
        var letter = (await world.Client.EvidenceAsync(id))!["dead_letters"]![0]!;
        Assert.Equal("failed", letter["reason"]!.GetValue<string>());

        isMended = true;
        Assert.NotNull(await world.DeadLetters.PutBackAsync("inventory_service", dead.Letter, "ann", "The bug is mended."));
        Assert.EndsWith("completed", await world.SettledAsync(id));
        var back = (await world.Client.EvidenceAsync(id))!["put_back"]!.AsArray().Single()!;
        Assert.Equal(("inventory_service", "PaymentCharged", "ann", "The bug is mended."), (
            back["service"]!.GetValue<string>(), back["event"]!.GetValue<string>(), back["by"]!.GetValue<string>(), back["why"]!.GetValue<string>()));
        Assert.Equal("balance 9900, stock 998, 1 shipped, orders completed", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void What_is_put_back_behind_the_expiry_is_not_done_any_more() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, choreography: With(Poisoned(() => false))).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(30));
        Assert.Equal(TransactionStatus.Stuck, (await world.Client.GetAsync(id))!.Status);
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        var dead = Assert.Single(await world.DeadLetters.ListAsync("inventory_service"));
        await world.DeadLetters.PutBackAsync("inventory_service", dead.Letter, "ann", "It is mended.");
        Assert.Null(Assert.Single((await world.Client.GetAsync(id))!.MissingAnswers, missing => missing.Event == "PaymentCharged").DeadLetter);
        await world.VerifyAsync(id);
        Assert.Contains("PaymentCharged    reserve_inventory   turned_back_before", await world.SettledAsync(id));
        return true;
    });

    [Fact]
    public void Poison_that_is_put_back_too_soon_dies_again_and_all_of_it_is_recorded() => VirtualTime.Run(async time =>
    {
        var isMended = false;
        var world = new OrderWorld(time, choreography: With(Poisoned(() => isMended), TimeSpan.FromHours(3))).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(30));
        var first = Assert.Single(await world.DeadLetters.ListAsync("inventory_service"));
        await world.DeadLetters.PutBackAsync("inventory_service", first.Letter, "ann", "I hoped.");
        Assert.Null(await world.DeadLetters.PutBackAsync("inventory_service", first.Letter, "bob", "I hoped too."));
        await world.Pass(TimeSpan.FromMinutes(30));
        var second = Assert.Single(await world.DeadLetters.ListAsync("inventory_service"));
        isMended = true;
        await world.DeadLetters.PutBackAsync("inventory_service", second.Letter, "ann", "It is mended.");
        Assert.EndsWith("completed", await world.SettledAsync(id));
        var document = (await world.Client.EvidenceAsync(id))!;
        Assert.Equal((2, 2), (document["dead_letters"]!.AsArray().Count, document["put_back"]!.AsArray().Count));
        return true;
    });

    [Fact]
    public void What_is_no_event_of_a_run_is_put_back_without_a_record_and_dies_again() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        await world.Bus.PublishAsync(OrderChoreography.Name, new OutgoingMessage("1", "OrderCreated", Encoding.UTF8.GetBytes("rubbish")));
        await world.Pass(TimeSpan.FromMinutes(1));
        var dead = Assert.Single(await world.DeadLetters.ListAsync("payment_service"));
        Assert.Equal(dead, await world.DeadLetters.FindAsync("payment_service", dead.Letter));
        Assert.Equal("1", (await world.DeadLetters.PutBackAsync("payment_service", dead.Letter, "ann", "once more"))!.Id);
        await world.Pass(TimeSpan.FromMinutes(1));
        Assert.NotEqual(dead.Letter, Assert.Single(await world.DeadLetters.ListAsync("payment_service")).Letter);
        Assert.Contains(world.Log.Lines, line => line.Contains("Message 1 was put back for payment_service by ann: once more", StringComparison.Ordinal));
        return true;
    });

    /// <summary>Somebody publishes under the id of a run that is over; the owner's record says what became of it, and the run is as atomic as before.</summary>
    [Fact]
    public void What_a_stranger_sends_the_owner_behind_the_end_dies_is_put_back_and_blames_nobody() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live();
        var id = await world.PlaceAsync();
        Assert.EndsWith("completed", await world.SettledAsync(id));
        var strange = (await world.StoryAsync(id)).Reactions[0];
        var message = (Reactor.MessageOf((Reacted)strange.Record, strange.Service, id, OrderWorld.Input(), null) with { Id = "stranger.1", Name = "OrderDelivered" }).ToMessage();
        var incoming = new IncomingMessage(message.Id, message.Body, 1) { ContentType = OutgoingMessage.ContentType };
        Assert.Equal("unknown_type", Assert.IsType<Settlement.DeadLetter>(await world.Messages.HandleAsync(world.Choreography, Orders.Service, incoming)).Reason);
        await world.VerifyAsync(id);
        Assert.True(await world.Reactor.RecordPutBackAsync(
            world.Choreography, world.Choreography.Service(Orders.Service), ChoreographyEvent.Read(incoming), "ann", "It is mended.", default));
        await world.VerifyAsync(id);
        Assert.EndsWith("completed", await world.TranscriptAsync(id));
        return true;
    });

    [Fact]
    public void Whoever_stays_silent_behind_the_end_is_reported_as_stuck_once_and_named() => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time).Live(except: "inventory_service");
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromHours(2));
        var state = (await world.Client.GetAsync(id))!;
        Assert.Equal((TransactionStatus.Stuck, "deadline_passed"), (state.Status, state.Reason));
        Assert.Equal(id.ToString(), Assert.Single(await world.Client.ListOpenAsync(onlyStuck: true)).SagaId);
        await world.VerifyAsync(id);
        var alarms = world.Log.Lines.Where(line => line.Contains("is stuck", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, alarms.Count);
        Assert.Contains(alarms, line => line.StartsWith($"Error: Choreography {id} is stuck: inventory_service has not answered PaymentCharged since ", StringComparison.Ordinal));

        world.Up("inventory_service");
        Assert.EndsWith("compensated", await world.SettledAsync(id));
        Assert.Empty(await world.Client.ListOpenAsync());
        return true;
    });

    [Fact]
    public void A_message_that_the_bus_has_lost_is_published_again_when_its_answer_is_missed() => VirtualTime.Run(async time =>
    {
        var bus = new ForgetfulBus(new MemoryMessageBus(OrderChoreography.Define().Subscriptions, time), forgets: "InventoryShort");
        var world = new OrderWorld(time, bus: bus).Live();
        var id = await world.PlaceAsync(quantity: 2_000);
        await world.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal("balance 9900, stock untouched, 0 shipped, orders created", await world.BooksAsync());
        Assert.EndsWith("compensated", await world.SettledAsync(id));
        Assert.Equal("balance 10000, stock untouched, 0 shipped, orders expired", await world.BooksAsync());
        return true;
    });

    [Fact]
    public void A_part_that_was_done_and_brought_nothing_is_undone_all_the_same() => VirtualTime.Run(async time =>
    {
        var honest = Inventory.Describe();
        JsonElement? reserved = null;
        var silent = ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<InventoryReserved?>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) =>
                {
                    reserved = (await honest.To("PaymentCharged")!.Work(hop, rows, null)).Result;
                    return new StepAnswer<InventoryReserved?>.Done(null);
                },
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<InventoryReserved?, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"],
                async (hop, rows, nothing) => (await honest.To("OrderExpired")!.Work(hop, rows, nothing is null ? reserved : null)).Result!.Value,
                says: "InventoryReleased");
        var world = new OrderWorld(time, choreography: With(silent)).Live();
        Assert.Contains("ShipmentRefused   release_reservation InventoryReleased", await world.SettledAsync(await world.PlaceAsync(shipTo: "nowhere")));
        Assert.Equal("balance 10000, stock 1000, 0 shipped, orders cancelled", await world.BooksAsync());
        return true;
    });

    /// <summary>As deep as the answer of a participant may be. Who ships reads the event, and finds that it is no reservation.</summary>
    [Theory]
    [InlineData(48, "shipping_service", "invalid_input")]
    [InlineData(49, "inventory_service", "failed")]
    public void What_a_service_answers_travels_as_deep_as_it_may_be_and_no_deeper(int levels, string poisoned, string reason) => VirtualTime.Run(async time =>
    {
        var honest = Inventory.Describe();
        var deep = ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<JsonElement>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) =>
                {
                    await honest.To("PaymentCharged")!.Work(hop, rows, null);
                    return new StepAnswer<JsonElement>.Done(Nested(levels));
                },
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<JsonElement, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"], (_, _, reserved) => Task.FromResult(reserved), says: "InventoryReleased");
        var world = new OrderWorld(time, choreography: With(deep)).Live();
        var id = await world.PlaceAsync();
        await world.Pass(TimeSpan.FromMinutes(30));
        await world.VerifyAsync(id);
        Assert.Equal(reason, Assert.Single(await world.DeadLetters.ListAsync(poisoned)).Reason);
        return true;
    });

    [Fact]
    public void An_event_carries_an_input_as_deep_as_one_may_be() => VirtualTime.Run(async time =>
    {
        var said = new ChoreographyEvent
        {
            Id = "1",
            Name = "OrderCreated",
            SagaId = TransactionId.Parse(TransactionId.Example),
            Service = "order_service",
            At = time.GetUtcNow(),
            Input = Nested(48),
            Payload = Nested(48),
        }.ToMessage();
        var heard = ChoreographyEvent.Read(new IncomingMessage("1", said.Body, 1) { ContentType = OutgoingMessage.ContentType });
        Assert.Equal((Nested(48).GetRawText(), Nested(48).GetRawText()), (heard.Input.GetRawText(), heard.Payload!.Value.GetRawText()));

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => new OrderWorld(time).Client.StartAsync(new StartRequest(OrderChoreography.Name, Nested(49))));
        Assert.Contains("48 levels", refused.Message, StringComparison.Ordinal);
        return true;
    });

    private static JsonElement Nested(int levels) => JsonElement.Parse(new string('[', levels) + new string(']', levels));

    [Theory]
    [InlineData("not json", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1"}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"order_1","time":"2026-01-15T10:00:00Z","data":{"input":{}}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","data":{"input":{}}}""", "malformed_event")]
    [InlineData("""{"specversion":"1.0","type":"OrderShipped","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{"input":{}}}""", "unknown_type")]
    [InlineData("""{"specversion":"1.0","type":"OrderCreated","source":"/s","id":"1","subject":"fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e","time":"2026-01-15T10:00:00Z","data":{"input":{},"payload":{"order_id":"o","total":"much"}}}""", "invalid_input")]
    public void What_can_never_be_handled_goes_to_the_dead_letters_with_a_reason_and_changes_nothing(string body, string reason) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time);
        var message = new IncomingMessage("1", Encoding.UTF8.GetBytes(body), 1) { ContentType = OutgoingMessage.ContentType };
        var letter = Assert.IsType<Settlement.DeadLetter>(await world.Messages.HandleAsync(world.Choreography, "payment_service", message));
        Assert.Equal(reason, letter.Reason);
        Assert.Equal("balance untouched, stock untouched, 0 shipped, orders ", await world.BooksAsync());
        return true;
    });

    private static Choreography With(ChoreographedService inventory, TimeSpan? deadline = null) => Choreography.Of<PlaceOrder>(
        OrderChoreography.Name, version: 1, deadline ?? TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5),
        Orders.Describe(), Payments.Describe(), inventory, Shipping.Describe());

    /// <summary>An inventory whose program fails until somebody mends it.</summary>
    private static ChoreographedService Poisoned(Func<bool> isMended)
    {
        var honest = Inventory.Describe();
        return ChoreographedService.Named(honest.Name, honest.Partition)
            .Does<InventoryReserved>(
                "PaymentCharged", "reserve_inventory",
                async (hop, rows) => isMended()
                    ? (await honest.To("PaymentCharged")!.Work(hop, rows, null)).ToStep<InventoryReserved>()
                    : throw new InvalidOperationException("A bug."),
                says: "InventoryReserved", fails: "InventoryShort")
            .Undoes<InventoryReserved, JsonElement>(
                "reserve_inventory", "release_reservation", on: ["ShipmentRefused", "OrderExpired"],
                async (hop, rows, reserved) => (await honest.To("OrderExpired")!.Work(hop, rows, JsonSerializer.SerializeToElement(reserved, WireJson.Tolerant))).Result!.Value,
                says: "InventoryReleased");
    }

    private sealed class ForgetfulBus(MemoryMessageBus bus, string forgets) : IMessageBus, IMessageQueues
    {
        private bool _hasForgotten;

        public IMessageQueue Open(string subscription) => bus.Open(subscription);

        public Task PublishAsync(string topic, OutgoingMessage message, CancellationToken cancellation = default)
        {
            if (_hasForgotten || message.Type != forgets)
                return bus.PublishAsync(topic, message, cancellation);
            _hasForgotten = true;
            return Task.CompletedTask;
        }
    }
}
