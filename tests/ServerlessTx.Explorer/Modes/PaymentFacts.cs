using System.Text.Json;

namespace ServerlessTx.Explorer;

/// <summary>What stands in a payment's evidence.</summary>
internal sealed class PaymentFacts
{
    public PaymentFacts(TransactionId id, IReadOnlyList<StoredAppend> appends)
    {
        Name = Payments.NameOf(id.ToString());
        Records = [.. appends.SelectMany(Recorded.AllOf).Select(recorded => recorded.Record)];
        Amount = ((Started)Records[0]).Input.Deserialize<Payment>(WireJson.Tolerant)!.Amount;
        End = (Records[^1] as Ended)?.Status;
        Breaches = Verification.BreachesOf(EvidenceDocument.BuildAsync(appends, EvidenceView.Pattern, (_, _) => throw new InvalidOperationException("No answer is large here."))
            .GetAwaiter().GetResult());
    }

    public string Name { get; }

    public IReadOnlyList<TransactionRecord> Records { get; }

    public decimal Amount { get; }

    public TransactionStatus? End { get; }

    /// <summary>Whether the money has gone over, or will.</summary>
    public bool IsMade => End is TransactionStatus.Committed or TransactionStatus.Completed;

    public IReadOnlyList<string> Breaches { get; }
}
