using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>One run of the source's order, written by hand: what each service recorded, and when, in milliseconds behind the beginning.</summary>
internal sealed class OrderRun
{
    public const string Orders = "order_service";
    public const string Payments = "payment_service";
    public const string Stock = "inventory_service";

    public const long DeadlineMs = 900_000;

    private const string SagaId = "fe62d6847f00-00-0123456789abcdef0123";

    private static readonly DateTimeOffset BeganAt = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, List<StoredAppend>> _streams = new() { [Orders] = [], [Payments] = [], [Stock] = [] };
    private readonly Dictionary<string, Reacted> _said = [];

    private OrderRun()
    {
    }

    /// <summary>The owner's first append: the begin, and the part that it begins with.</summary>
    public static OrderRun Begin(string storage = "azure_tables")
    {
        var run = new OrderRun();
        var began = new Began
        {
            SagaId = SagaId,
            Definition = Definition,
            Input = JsonElement.Parse("""{"customer":"ann","total":99.99}"""),
            Deadline = BeganAt.AddMilliseconds(DeadlineMs),
            Caller = "local",
            Promised = ChoreographyStory.Promised,
            Storage = storage,
            At = BeganAt,
        };
        return run.Append(Orders, began, run.Reaction(Orders, "create_order", null, HopOutcome.Done, 0, """{"order_id":"order_123","total":99.99}""", version: 2));
    }

    public static string EventId(string service, long version) => $"{SagaId}.{service}.{version}";

    public OrderRun Does(long at, string service, string operation, string? about, string payload) =>
        Append(service, Reaction(service, operation, about, HopOutcome.Done, at, payload));

    /// <summary>What nobody records: an effect of what happened behind it.</summary>
    public OrderRun DoesBecauseOf(string eventId, long at, string service, string operation, string about, string payload) =>
        Append(service, Reaction(service, operation, about, HopOutcome.Done, at, payload, eventId: eventId));

    public OrderRun Refuses(long at, string service, string operation, string about, string reason) =>
        Append(service, Reaction(service, operation, about, HopOutcome.Refused, at, $$"""{"reason":"{{reason}}"}"""));

    /// <summary>An event that is met and changes nothing.</summary>
    public OrderRun Meets(long at, string service, string operation, string about, HopOutcome outcome) =>
        Append(service, Reaction(service, operation, about, outcome, at, payload: null));

    public OrderRun Dies(long at, string service, string about, string reason) =>
        Append(service, new DeadLettered { Event = about, EventId = _said[about].SaysId!, Reason = reason, Deliveries = 10, At = After(at) });

    public OrderRun IsPutBack(long at, string service, string about, string by, string why) =>
        Append(service, new PutBack { Event = about, EventId = _said[about].SaysId!, By = by, Why = why, At = After(at) });

    /// <summary>The owner records who has not met what, as the story tells it by now.</summary>
    public OrderRun FallsSilent(long at) => Append(Orders, new FellSilent { Missing = [.. Story().Missing], At = After(at) });

    public OrderRun Settles(long at, TransactionStatus status) => Append(Orders, new Settled { Status = status, At = After(at) });

    /// <summary>What a later version stored in one append: a record of a kind of its own, and a known one with a field that this version does not know.</summary>
    public OrderRun DoesInALaterVersion(long at, string service, string operation, string about, string payload)
    {
        var known = Reaction(service, operation, about, HopOutcome.Done, at, payload, version: Head(service).Version + 2);
        var stored = Encoding.UTF8.GetString(HopCodec.Seal(StreamHead.Empty, known).Payload.Span);
        var later = $$"""[{"type":"witnessed","witness":"somebody","at":"{{Stamp.Text(known.At)}}"},{"hue":1,{{stored[2..]}}""";
        _streams[service].Add(new StoredAppend(Head(service).Version + 1, 2, Encoding.UTF8.GetBytes(later), Head(service).Hash));
        return this;
    }

    /// <summary>What the services that have recorded anything recorded, but for one that is left out.</summary>
    public ChoreographyStory Story(string? without = null) => new(_streams
        .Where(stream => stream.Value.Count > 0 && stream.Key != without)
        .ToDictionary(stream => stream.Key, stream => (IReadOnlyList<StoredAppend>)stream.Value));

    private OrderRun Append(string service, params IReadOnlyList<HopRecord> records)
    {
        _streams[service].Add(HopCodec.Seal(Head(service), records));
        return this;
    }

    private Reacted Reaction(string service, string operation, string? about, HopOutcome outcome, long at, string? payload, long? version = null, string? eventId = null)
    {
        var defined = Definition.Find(service, operation)!;
        var says = outcome switch { HopOutcome.Done => defined.Says, HopOutcome.Refused => defined.Fails, _ => null };
        var reacted = new Reacted
        {
            Operation = operation,
            Event = about,
            EventId = eventId ?? (about is null ? null : _said[about].SaysId),
            Outcome = outcome,
            Says = says,
            SaysId = says is null ? null : EventId(service, version ?? Head(service).Version + 1),
            Payload = payload is null ? null : JsonElement.Parse(payload),
            At = After(at),
        };
        if (says is not null)
            _said[says] = reacted;
        return reacted;
    }

    private StreamHead Head(string service) => _streams[service] is [.., var last] ? last.Head : StreamHead.Empty;

    private static DateTimeOffset After(long milliseconds) => BeganAt.AddMilliseconds(milliseconds);

    private static ChoreographyDefinition Definition { get; } = new ChoreographyDefinition
    {
        Name = "order_fulfillment",
        Version = 1,
        DeadlineMs = DeadlineMs,
        StuckAfterMs = 300_000,
        Reactions =
        [
            new() { Service = Orders, Operation = "create_order", Kind = ReactionKind.Starts, On = [], Says = "OrderCreated" },
            new() { Service = Orders, Operation = "complete_order", Kind = ReactionKind.Ends, On = ["InventoryReserved"], Says = "OrderCompleted" },
            new() { Service = Orders, Operation = "cancel_order", Kind = ReactionKind.Undoes, On = ["PaymentDeclined", "InventoryShort"], Says = "OrderCancelled", Undoes = "create_order" },
            new() { Service = Orders, Operation = "expire_order", Kind = ReactionKind.Expires, On = [], Says = "OrderExpired", Undoes = "create_order" },
            new() { Service = Payments, Operation = "charge_payment", Kind = ReactionKind.Does, On = ["OrderCreated"], Says = "PaymentCharged", Fails = "PaymentDeclined" },
            new() { Service = Payments, Operation = "refund_payment", Kind = ReactionKind.Undoes, On = ["InventoryShort", "OrderExpired"], Says = "PaymentRefunded", Undoes = "charge_payment" },
            new() { Service = Stock, Operation = "reserve_inventory", Kind = ReactionKind.Does, On = ["PaymentCharged"], Says = "InventoryReserved", Fails = "InventoryShort" },
            new() { Service = Stock, Operation = "release_reservation", Kind = ReactionKind.Undoes, On = ["OrderExpired"], Says = "ReservationReleased", Undoes = "reserve_inventory" },
        ],
    }.Pinned();
}
