using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>The stream of a bank account and its document, written by hand: an honest one, for forgeries to start from.</summary>
internal sealed class AccountStream
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private static readonly (string Balance, string? Holds)[] States =
    [
        ("1000", null), ("1500.50", null), ("1500.50", """{"h1":200}"""), ("1500.50", """{"größer":0,"h1":200}"""),
        ("200.00", """{"größer":0,"h1":200}"""), ("0.00", """{"größer":0}"""), ("0.00", null), ("0.00", null),
    ];

    private int _together = 1;

    private AccountStream() => Cut(States.Length);

    public List<JsonObject> Events { get; } =
    [
        Event(1, "AccountOpened", """{"customer_id":"cust_567","currency":"EUR","initial_balance":1000}""").With("stream", "BankAccount:account_12345"),
        Event(2, "MoneyDeposited", """{"amount":500.50,"source":"Gehalt für März"}"""),
        Event(3, "MoneyHeld", """{"hold_id":"h1","amount":200}"""),
        Event(4, "MoneyHeld", """{"hold_id":"größer","amount":0}"""),
        Event(5, "MoneyWithdrawn", """{"amount":1300.50,"atm_id":"atm_123"}"""),
        Event(6, "HoldTaken", """{"hold_id":"h1"}"""),
        Event(7, "HoldReleased", """{"hold_id":"größer"}"""),
        Event(8, "AccountClosed", "{}"),
    ];

    public string Type { get; set; } = "BankAccount";

    public string Id { get; set; } = "account_12345";

    public JsonObject State { get; private set; } = [];

    /// <summary>Versions: 1 opened with 1000, 2 deposited 500.50, 3 held 200, 4 held nothing, 5 withdrawn all that is free, 6 taken, 7 released, 8 closed.</summary>
    public static AccountStream Honest() => new();

    /// <summary>What it was when it had come to a version.</summary>
    public AccountStream Cut(int version)
    {
        Events.RemoveRange(version, Events.Count - version);
        State = new JsonObject { ["status"] = version == States.Length ? "closed" : "active", ["customer_id"] = "cust_567", ["currency"] = "EUR" };
        return Says("balance", States[version - 1].Balance).Says("holds", States[version - 1].Holds).Says("version", $"{version}");
    }

    public AccountStream Then(string type, string data)
    {
        Events.Add(Event(Events.Count + 1, type, data));
        return Says("version", $"{Events.Count}");
    }

    public AccountStream Change(int version, string member, string? json)
    {
        Events[version - 1].With(member, json is null ? null : JsonNode.Parse(json));
        return this;
    }

    /// <summary>The document says this of the state; nothing takes it away.</summary>
    public AccountStream Says(string member, string? json)
    {
        State.Remove(member);
        if (json is not null)
            State[member] = JsonNode.Parse(json);
        return this;
    }

    /// <summary>Of whose state nothing is judged.</summary>
    public AccountStream OfAnotherType()
    {
        Type = "SavingsBook";
        return Change(1, "stream", "\"SavingsBook:account_12345\"");
    }

    /// <summary>It says that its host did not know one of the events.</summary>
    public AccountStream Untold()
    {
        State = new JsonObject { ["untold"] = "There is an event 'Bonus'.", ["version"] = Events.Count };
        return this;
    }

    /// <summary>The newest events stand in one append.</summary>
    public AccountStream Together(int events)
    {
        _together = events;
        return this;
    }

    public IReadOnlyList<StoredAppend> Appends()
    {
        var appends = new List<StoredAppend>();
        var head = StreamHead.Empty;
        foreach (var append in Events.SkipLast(_together).Select(happened => new[] { happened }).Append([.. Events.TakeLast(_together)]))
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. append.Select(happened => happened.DeepClone())]), WireJson.Tolerant);
            appends.Add(new StoredAppend(head.Version + 1, append.Length, payload, head.Hash));
            head = appends[^1].Head;
        }

        return appends;
    }

    /// <summary>The document of these events and that state.</summary>
    public JsonObject Document()
    {
        var (appends, isUntold) = (Appends(), State.ContainsKey("untold"));
        var shown = State["version"] is JsonValue version && version.TryGetValue(out long through) ? through : Events.Count;
        return new JsonObject
        {
            ["event_sourced_aggregate"] = new JsonObject
            {
                ["aggregate_type"] = Type,
                ["aggregate_id"] = Id,
                ["event_stream"] = new JsonArray([.. Events.Take((int)shown).Select((happened, i) => new JsonObject
                {
                    ["event_id"] = happened["event_id"]?.DeepClone(),
                    ["type"] = happened["type"]?.DeepClone(),
                    ["version"] = i + 1,
                    ["timestamp"] = happened["at"]?.DeepClone(),
                    ["data"] = happened["data"]?.DeepClone(),
                })]),
                ["current_state"] = State.DeepClone(),
                ["evidence_properties"] = new JsonObject
                {
                    ["atomicity"] = _together == 1 ? "per_event_append" : "per_append_of_events",
                    ["consistency"] = isUntold ? "pending" : "state_derived_from_events",
                    ["isolation"] = "optimistic_concurrency_with_version",
                    ["durability"] = "events_never_deleted",
                    ["auditability"] = "complete_history_available",
                    ["time_travel"] = isUntold ? "pending" : "can_rebuild_state_at_any_version",
                },
            },
            ["guarantees"] = new JsonObject { ["promised"] = Vector(), ["achieved"] = Vector() },
            ["chain"] = JsonNodes.List(appends.Select(EvidenceEnvelope.ChainNode)),
            ["head"] = JsonNodes.Of(appends[^1].Head),
        };
    }

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(Document(), WireJson.Tolerant);

    private static JsonObject Event(int version, string type, string data) => new()
    {
        ["type"] = type,
        ["type_version"] = 1,
        ["event_id"] = $"evt_{version}",
        ["at"] = Stamp.Text(Start.AddMinutes(version)),
        ["data"] = JsonNode.Parse(data),
    };

    private static JsonObject Vector() => new()
    {
        ["atomicity"] = "Append_only",
        ["consistency"] = "Eventual_projection",
        ["isolation"] = "Optimistic",
        ["durability"] = "Immutable_events",
        ["scope"] = "Per_aggregate",
        ["coordination"] = "No_coordination",
    };
}
