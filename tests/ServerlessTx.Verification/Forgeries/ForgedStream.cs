using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>
/// A stream in the hands of a careful forger: whatever is changed in it, hashes are computed anew, answers echo the append that their
/// decision stands in now, and the document is the one that the forged stream yields.
/// </summary>
internal sealed class ForgedStream
{
    private const string Echo = "decision";

    private readonly Evidence _honest;

    public ForgedStream(Evidence honest)
    {
        _honest = honest;
        Appends = [.. honest.Appends.Select(append => JsonNode.Parse(append.Payload.Span)!.AsArray().Select(record => record!.DeepClone().AsObject()).ToList())];
        var byHash = honest.Appends.Select((append, i) => (append.Hash, Appends[i])).ToDictionary(pair => pair.Hash.ToString(), pair => pair.Item2);
        foreach (var answer in Records("answered").Where(answer => answer[Echo] is not null))
            Echoes[answer] = byHash[answer[Echo]!.GetValue<string>()];
    }

    /// <summary>The records of each append.</summary>
    public List<List<JsonObject>> Appends { get; }

    /// <summary>The append that an answer echoes; what it says itself is written on sealing.</summary>
    public Dictionary<JsonObject, List<JsonObject>> Echoes { get; } = [];

    public JsonObject Begin => Appends[0][0];

    public JsonObject Definition => Begin["definition"]!.AsObject();

    public string Pattern => Definition["pattern"]!.GetValue<string>();

    public IEnumerable<JsonObject> All => Appends.SelectMany(append => append);

    public IEnumerable<JsonObject> Records(string type) => All.Where(record => record.Is("type", type));

    public IEnumerable<JsonObject> Answers(params string[] phases) => Records("answered").Where(answer => phases.Contains(answer["phase"]!.GetValue<string>()));

    public List<JsonObject> AppendOf(JsonObject record) => Appends.First(append => append.Any(other => ReferenceEquals(other, record)));

    public int IndexOf(JsonObject record) => All.ToList().FindIndex(other => ReferenceEquals(other, record));

    public void Remove(params IEnumerable<JsonObject> records)
    {
        foreach (var record in records.ToList())
            AppendOf(record).RemoveAll(other => ReferenceEquals(other, record));
    }

    public void InsertBehind(JsonObject record, JsonObject added)
    {
        var append = AppendOf(record);
        append.Insert(append.FindIndex(other => ReferenceEquals(other, record)) + 1, added);
    }

    public void InsertBefore(JsonObject record, JsonObject added)
    {
        var append = AppendOf(record);
        append.Insert(append.FindIndex(other => ReferenceEquals(other, record)), added);
    }

    /// <summary>As an append of its own behind the one that holds a record.</summary>
    public void AppendBehind(JsonObject record, JsonObject added) => Appends.Insert(Appends.IndexOf(AppendOf(record)) + 1, [added]);

    public void Swap(JsonObject one, JsonObject other)
    {
        var (oneIn, otherIn) = (AppendOf(one), AppendOf(other));
        var (i, j) = (oneIn.FindIndex(record => ReferenceEquals(record, one)), otherIn.FindIndex(record => ReferenceEquals(record, other)));
        (oneIn[i], otherIn[j]) = (other, one);
    }

    /// <summary>The definition's fingerprint, computed anew.</summary>
    public void Pin()
    {
        Definition.Remove("fingerprint");
        var digest = System.Security.Cryptography.SHA256.HashData(CanonicalJson.Write(JsonSerializer.SerializeToElement(Definition)));
        Definition["fingerprint"] = Convert.ToHexStringLower(digest);
    }

    public Evidence Seal()
    {
        var appends = new List<StoredAppend>();
        var hashes = new Dictionary<List<JsonObject>, string>();
        var head = StreamHead.Empty;
        foreach (var append in Appends.Where(append => append.Count > 0))
        {
            foreach (var record in append)
            {
                if (Echoes.TryGetValue(record, out var echoed))
                    record[Echo] = hashes.GetValueOrDefault(echoed, ChainHash.Zero.ToString());
            }

            var stored = new StoredAppend(head.Version + 1, append.Count, Bytes(append), head.Hash);
            appends.Add(stored);
            hashes[append] = stored.Hash.ToString();
            head = stored.Head;
        }

        return new Evidence(appends, _honest.Large, _honest.View, Document(appends));
    }

    private static byte[] Bytes(List<JsonObject> append) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. append.Select(record => record.DeepClone())]), WireJson.Tolerant);

    /// <summary>Where the forged records yield no document at all, the honest one stands around the forged chain.</summary>
    private byte[] Document(List<StoredAppend> appends)
    {
        JsonObject document;
        try
        {
            document = EvidenceDocument.BuildAsync(appends, _honest.View, (_, hash) => Task.FromResult(_honest.Large.GetValueOrDefault(hash))).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // The builder trusts its records, and what it does with others is its own affair.
            document = JsonNode.Parse(_honest.Document)!.AsObject();
            document["chain"] = new JsonArray([.. appends.Select(append => new JsonObject
            {
                ["version"] = append.Version,
                ["count"] = append.Count,
                ["payload"] = System.Buffers.Text.Base64Url.EncodeToString(append.Payload.Span),
                ["previous_hash"] = append.PreviousHash.ToString(),
                ["hash"] = append.Hash.ToString(),
            })]);
            document["head"] = JsonNodes.Of(appends[^1].Head);
        }

        return JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant);
    }
}

/// <summary>Reading and changing records as JSON.</summary>
internal static class JsonRecords
{
    public static bool Is(this JsonObject record, string member, string value) => record[member] is JsonValue text && text.GetValue<string>() == value;

    public static string Text(this JsonObject record, string member) => record[member]!.GetValue<string>();

    public static int Number(this JsonObject record, string member) => record[member]!.GetValue<int>();

    public static string Call(this JsonObject record) => $"{record.Text("branch")}/{record.Text("phase")}";

    public static JsonObject Copy(this JsonObject record) => record.DeepClone().AsObject();

    public static JsonObject With(this JsonObject record, string member, JsonNode? value)
    {
        record.Remove(member);
        if (value is not null)
            record[member] = value;
        return record;
    }

    /// <summary>Moves a stamp.</summary>
    public static JsonObject Later(this JsonObject record, string member, TimeSpan by) =>
        record.With(member, Stamp.Text(DateTimeOffset.Parse(record.Text(member), System.Globalization.CultureInfo.InvariantCulture) + by));
}
