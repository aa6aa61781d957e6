using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>A run whose records are told anew: sealed again, hash upon hash, and its document is what the forged chains yield.</summary>
internal sealed class ForgedOrder
{
    public const string Owner = "order_service";
    public const string Cashier = "payment_service";
    public const string Warehouse = "inventory_service";
    public const string Shipper = "shipping_service";

    private readonly string _id;
    private readonly Dictionary<string, List<HopRecord>> _records;

    public ForgedOrder(ChoreographyStory honest) => (_id, _records) = (
        honest.Began.SagaId,
        honest.Streams.ToDictionary(stream => stream.Key, stream => stream.Value.SelectMany(append => HopCodec.AllOf(stream.Key, append)).Select(hop => hop.Record).ToList()));

    public static ForgedOrder Of(Order honest, Action<ForgedOrder> forge)
    {
        var run = new ForgedOrder(OrderRuns.Of(honest));
        forge(run);
        return run;
    }

    /// <summary>A service's records, to be changed.</summary>
    public List<HopRecord> this[string service]
    {
        get => _records[service];
        set => _records[service] = value;
    }

    public void Remove(string service) => _records.Remove(service);

    /// <summary>The moment of the newest record that there is.</summary>
    public DateTimeOffset Newest => _records.Values.Max(records => records.Max(record => record.At));

    /// <summary>The id of what a service says in the record at a version.</summary>
    public string IdOf(string service, int version) => $"{_id}.{service}.{version}";

    /// <summary>Puts another record in the place of an operation's.</summary>
    public void Change(string service, string operation, Func<Reacted, HopRecord> change) =>
        Change<Reacted>(service, reacted => reacted.Operation == operation ? change(reacted) : reacted);

    /// <summary>Puts others in the place of all records of a kind.</summary>
    public void Change<T>(string service, Func<T, HopRecord> change) where T : HopRecord =>
        _records[service] = [.. _records[service].Select(record => record is T of ? change(of) : record)];

    public Reacted Find(string service, string operation) => _records[service].OfType<Reacted>().Single(reacted => reacted.Operation == operation);

    public ChoreographyStory Story => new(_records.ToDictionary(stream => stream.Key, stream => Sealed(stream.Value)));

    /// <summary>A line for each breach of its document, with another name for the run.</summary>
    public string Breaches(EvidenceView view = EvidenceView.Pattern) =>
        BreachesOf(EvidenceVerifier.Verify(Bytes(ChoreographyDocument.Of(Story, view)))).Replace(_id, "run", StringComparison.Ordinal);

    /// <summary>A line for each breach: its rule, where it stands and what is wrong there.</summary>
    public static string BreachesOf(VerificationReport report) =>
        report.Reason ?? string.Join('\n', report.Broken.SelectMany(broken => broken.Breaches.Select(breach => $"{broken.Rule}: {breach}")));

    public static byte[] Bytes(JsonNode document)
    {
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written))
            document.WriteTo(writer);
        return written.ToArray();
    }

    private static IReadOnlyList<StoredAppend> Sealed(IReadOnlyList<HopRecord> records)
    {
        var appends = new List<StoredAppend>();
        foreach (var record in records)
            appends.Add(HopCodec.Seal(appends.Count == 0 ? StreamHead.Empty : appends[^1].Head, record));
        return appends;
    }
}
