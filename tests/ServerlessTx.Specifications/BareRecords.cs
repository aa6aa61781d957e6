using System.Text;
using System.Text.Json;
using static ServerlessTx.Specifications.RecordsByHand;

namespace ServerlessTx.Specifications;

/// <summary>What an orchestrator's history keeps of a record: what its protocol goes by, and no input, no result and nobody's name.</summary>
public sealed class BareRecords
{
    private const string Private = "a private matter";

    private static readonly JsonElement PrivateValue = JsonElement.Parse($$"""{"says":"{{Private}}"}""");

    private static readonly Answered Answer = Done("charge_payment/pivot", PrivateValue.GetRawText()) with
    {
        ResultHash = Private,
        Decision = Private,
        ModeTold = 3,
        ByHand = new ByHand("support", Private, BarrierTrace.Written),
    };

    private static readonly TransactionRecord[] Whole =
    [
        Begin("kept"),
        Begin(Private, input: PrivateValue),
        Answer,
        Refused("charge_payment/pivot", "insufficient_funds"),
        new Late { Answer = Answer, At = At(70) },
        new Unanswered { Branch = "create_order", Phase = Phase.Action, Attempt = 2, AskedAt = At(1), Error = Private, RetryAfterMs = 500, At = At(80) },
        Decided(Slot.Direction, Decision.Compensating, by: Private) with { Reason = "customer_regret" },
        new Signalled
        {
            Signal = "approval",
            Id = "1",
            Result = PrivateValue,
            Rejected = "too_dear",
            Child = new ChildEnd { TransactionId = EvidenceRun.Id, Status = TransactionStatus.Compensated, Reason = Private, Heuristic = false, Head = new(1, ChainHash.Zero) },
            By = Private,
            At = At(90),
        },
        new RetryRequested { By = Private, Reason = Private, At = At(95) },
        new TakenOver { By = "driver", At = At(96) },
    ];

    private static Started Begin(string fingerprint, JsonElement? input = null) => new()
    {
        TransactionId = EvidenceRun.Id,
        Definition = new Definition
        {
            Name = "errand",
            Version = 1,
            Pattern = Pattern.Saga,
            Policy = new CallPolicy(),
            DeadlineMs = 300_000,
            Branches = [new DefinedBranch { Branch = "run", Service = "runner", Operation = "run", Phase = Phase.Action, Group = 0, Input = input }],
            Fingerprint = fingerprint,
        },
        Input = PrivateValue,
        Deadline = At(300_000),
        StartsAt = At(5_000),
        Caller = Private,
        Promised = new("Semantic", "Eventual", "None", "Strong", "Multi-service", "Async"),
        Storage = "memory",
        IdempotencyKey = Private,
        Traceparent = Private,
        At = At(0),
    };

    [Fact]
    public void They_hold_what_the_protocol_goes_by_and_no_input_no_result_and_nobody_s_name()
    {
        Assert.Equal(
            """
            {"type":"started","transaction_id":"fe62d6847f00-00-0123456789abcdef0123","definition":{"name":"errand","version":1,"pattern":"saga","branches":[{"branch":"run","service":"runner","operation":"run","phase":"action","group":0}],"policy":{"attempts":3,"timeout_ms":30000,"first_delay_ms":200,"max_delay_ms":60000,"stuck_after":10},"deadline_ms":300000,"fingerprint":"kept"},"input":null,"deadline":"2026-01-15T10:05:00.000Z","starts_at":"2026-01-15T10:00:05.000Z","caller":"","promised":{"atomicity":"Semantic","consistency":"Eventual","isolation":"None","durability":"Strong","scope":"Multi-service","coordination":"Async"},"storage":"memory","at":"2026-01-15T10:00:00.000Z"}
            {"type":"started","transaction_id":"fe62d6847f00-00-0123456789abcdef0123","definition":{"name":"errand","version":1,"pattern":"saga","branches":[{"branch":"run","service":"runner","operation":"run","phase":"action","group":0,"input":{}}],"policy":{"attempts":3,"timeout_ms":30000,"first_delay_ms":200,"max_delay_ms":60000,"stuck_after":10},"deadline_ms":300000},"input":null,"deadline":"2026-01-15T10:05:00.000Z","starts_at":"2026-01-15T10:00:05.000Z","caller":"","promised":{"atomicity":"Semantic","consistency":"Eventual","isolation":"None","durability":"Strong","scope":"Multi-service","coordination":"Async"},"storage":"memory","at":"2026-01-15T10:00:00.000Z"}
            {"type":"answered","branch":"charge_payment","phase":"pivot","verdict":"done","attempt":1,"mode_told":3,"at":"2026-01-15T10:00:00.050Z"}
            {"type":"answered","branch":"charge_payment","phase":"pivot","verdict":"refused","attempt":1,"reason":"insufficient_funds","at":"2026-01-15T10:00:00.050Z"}
            {"type":"late","answer":{"branch":"charge_payment","phase":"pivot","verdict":"done","attempt":1,"mode_told":3,"at":"2026-01-15T10:00:00.050Z"},"at":"2026-01-15T10:00:00.070Z"}
            {"type":"unanswered","branch":"create_order","phase":"action","attempt":2,"error":"","retry_after_ms":500,"at":"2026-01-15T10:00:00.080Z"}
            {"type":"decided","slot":"direction","decision":"compensating","reason":"customer_regret","at":"2026-01-15T10:00:00.060Z"}
            {"type":"signalled","signal":"approval","id":"1","rejected":"too_dear","by":"","at":"2026-01-15T10:00:00.090Z"}
            {"type":"retry_requested","by":"","reason":"","at":"2026-01-15T10:00:00.095Z"}
            {"type":"taken_over","by":"driver","at":"2026-01-15T10:00:00.096Z"}
            """.ReplaceLineEndings("\n"),
            string.Join("\n", Whole.Select(record => Encoding.UTF8.GetString(RecordCodec.Encode(BareRecord.Of(record))))));
    }
}
