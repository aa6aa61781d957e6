using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The document of a key: who used it first, who replayed it, and what holds.</summary>
public sealed class KeyDocumentSpecifications
{
    private static readonly OperationKey Order = new("order_fulfillment", "order_123");

    [Fact]
    public void An_operation_shows_its_first_attempt_and_every_replay() => VirtualTime.Run(async time =>
    {
        var (world, till) = (new World(time), new Till(time));
        await till.OnceAsync(world);
        for (var replay = 0; replay < 2; replay++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), time);
            await till.OnceAsync(world);
        }

        AssertJson(
            """
            {
              "idempotent_operation": {
                "idempotency_key": "order_123_payment_attempt",
                "workflow": "charge_card",
                "attempts": [
                  { "attempt": 1, "timestamp": "2026-01-15T10:00:00.000Z", "result": "success", "charge_id": "ch_1" },
                  { "attempt": 2, "timestamp": "2026-01-15T10:00:05.000Z", "result": "already_processed", "returned_cached": true, "original_charge_id": "ch_1" },
                  { "attempt": 3, "timestamp": "2026-01-15T10:00:10.000Z", "result": "already_processed", "returned_cached": true, "original_charge_id": "ch_1" }
                ],
                "guarantee": "one_recorded_result",
                "evidence": "result_row_inserted_once_under_the_key",
                "request_fingerprint": "dd",
                "expires_at": "2026-01-16T10:00:00.000Z"
              }
            }
            """,
            await Till.Of(world).EvidenceAsync(Till.Key));
        return true;
    });

    [Fact]
    public void Only_an_effect_in_the_same_batch_is_called_exactly_once() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        await Till.DebitOnceAsync(world);
        await Till.DebitOnceAsync(world);

        var document = (await Till.Of(world).EvidenceAsync(Till.Key))!["idempotent_operation"]!;
        Assert.Equal("exactly_once_semantics", (string?)document["guarantee"]);
        Assert.Equal("result_row_in_one_batch_with_the_effect", (string?)document["evidence"]);
        Assert.Equal("debit_1", (string?)document["attempts"]![1]!["original_charge_id"]);
        return true;
    });

    [Fact]
    public void A_workflow_shows_how_its_transaction_stands_and_expires_when_it_has_ended() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        world.Orders.On("charge_payment", new Behaviour.Hangs(TimeSpan.FromSeconds(20)));
        var started = await world.StartAsync(key: Order.Key);
        var running = (await Till.Of(world).EvidenceAsync(Order))!["idempotent_operation"]!;
        await world.EndAsync(started.Id);
        Assert.True((await world.StartAsync(key: Order.Key)).IsReplay);
        var ended = (await Till.Of(world).EvidenceAsync(Order))!["idempotent_operation"]!;

        Assert.Equal(("running", null), ((string?)running["attempts"]![0]!["result"], running["expires_at"]));
        Assert.Equal("one_transaction_per_key", (string?)ended["guarantee"]);
        Assert.Equal("completed", (string?)ended["attempts"]![0]!["result"]);
        Assert.Equal(started.Id.ToString(), (string?)ended["attempts"]![0]!["transaction_id"]);
        Assert.Equal(started.Id.ToString(), (string?)ended["attempts"]![1]!["original_transaction_id"]);
        Assert.Equal("2026-01-16T10:00:20.000Z", (string?)ended["expires_at"]);
        return true;
    });

    [Fact]
    public void Replays_are_shown_up_to_the_hundredth() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        for (var use = 0; use < 110; use++)
            await world.StartAsync(key: Order.Key);

        Assert.Equal(101, (await Till.Of(world).EvidenceAsync(Order))!["idempotent_operation"]!["attempts"]!.AsArray().Count);
        return true;
    });

    [Fact]
    public void Nobody_sees_the_keys_of_another_caller_or_name_and_nobody_an_expired_one() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var started = await world.StartAsync(key: Order.Key);
        await world.EndAsync(started.Id);

        Assert.NotNull(await Till.Of(world).EvidenceAsync(Order));
        Assert.Null(await Till.Of(world).EvidenceAsync(Order with { Caller = "bob" }));
        Assert.Null(await Till.Of(world).EvidenceAsync(Order with { Operation = "charge_card" }));
        Assert.Null(await Till.Of(world).EvidenceAsync(Order with { Key = "order_124" }));
        await Task.Delay(TimeSpan.FromHours(24), time);
        Assert.Null(await Till.Of(world).EvidenceAsync(Order));
        return true;
    });

    private static void AssertJson(string expected, JsonObject? found)
    {
        found!["idempotent_operation"]!["request_fingerprint"] = "dd";
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), found.ToJsonString());
    }
}
