using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// What the judge takes from an evidence document: its chain, its large answers and its own claims. The rest is left as bytes, and is
/// later compared with what the chain yields; nothing of it is kept twice.
/// </summary>
internal sealed class PresentedDocument
{
    /// <summary>Participants' results may be 64 deep, and stand some levels deeper in the document.</summary>
    public const int MaxDepth = 256;

    /// <summary>The member by which a document says that it is of a later form than this one, which has none.</summary>
    public const string Format = "format";

    private PresentedDocument(ReadOnlyMemory<byte> json) => Json = json;

    public ReadOnlyMemory<byte> Json { get; }

    public IReadOnlyList<PresentedAppend> Chain { get; private set; } = [];

    /// <summary>The JSON of each large answer, by the hash that it is presented under.</summary>
    public Dictionary<string, ReadOnlyMemory<byte>> LargeAnswers { get; } = [];

    public EvidenceView View { get; private set; } = EvidenceView.Pattern;

    public ReadOnlyMemory<byte>? Guarantees { get; private set; }

    public ReadOnlyMemory<byte>? Heuristic { get; private set; }

    /// <summary>What an aggregate's document says of it; none in a transaction's.</summary>
    public ReadOnlyMemory<byte>? Aggregate { get; private set; }

    /// <summary>It is the document of a group and its modes.</summary>
    public bool IsOfModes { get; private set; }

    /// <summary>What a lock's document says of it; none in any other.</summary>
    public ReadOnlyMemory<byte>? Lock { get; private set; }

    public ReadOnlyMemory<byte>? Head { get; private set; }

    /// <exception cref="UnreadableEvidenceException">It is no JSON, or none that holds a chain.</exception>
    public static PresentedDocument Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = new PresentedDocument(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json);
            if (!JsonText.IsWellFormed(document.Json.Span))
                throw new UnreadableEvidenceException("This is no JSON text: it is no UTF-8, or a string in it holds half a character.");
            document.Read();
            return document;
        }
        catch (JsonException wrong)
        {
            throw new UnreadableEvidenceException($"This is no JSON: {wrong.Message}");
        }
    }

    private void Read()
    {
        var reader = new Utf8JsonReader(Json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new UnreadableEvidenceException("This is no evidence document: it is no JSON object.");
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
                throw new UnreadableEvidenceException($"This is no evidence document: '$.{name}' stands in it twice.");
            reader.Read();
            Take(name, ref reader);
        }

        // What follows the object makes the reader throw.
        reader.Read();
        if (!seen.Contains("chain"))
            throw new UnreadableEvidenceException("This is no evidence document: it has no 'chain'.");
        if (Chain.Count == 0)
            throw new UnreadableEvidenceException("'$.chain' is no array of appends, or an empty one: there is nothing to verify.");
    }

    private void Take(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "chain":
                Chain = ChainReader.Read(ref reader);
                break;
            case "large_answers" when reader.TokenType == JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var hash = reader.GetString()!;
                    reader.Read();
                    LargeAnswers[hash] = Slice(ref reader);
                }

                break;
            case "guarantees":
                Guarantees = Slice(ref reader);
                break;
            case "heuristic":
                Heuristic = Slice(ref reader);
                break;
            case "event_sourced_aggregate":
                Aggregate = Slice(ref reader);
                break;
            case "lock_history":
                Lock = Slice(ref reader);
                break;
            case "head":
                Head = Slice(ref reader);
                break;
            case Format:
                throw OfALaterFormat();
            default:
                View = ViewOf(name) ?? View;
                IsOfModes |= name == "mode_transitions";
                reader.Skip();
                break;
        }
    }

    /// <summary>What it holds beside what is known here may be honest: it is neither passed nor blamed.</summary>
    public static UnreadableEvidenceException OfALaterFormat() =>
        new($"'$.{Format}' says that this document is of a later form than this verifier knows: use a newer one.");

    private static EvidenceView? ViewOf(string form) => form switch
    {
        "saga_execution" => EvidenceView.Events,
        RideForm.Name => EvidenceView.Steps,
        DataSyncForm.Name => EvidenceView.Sync,
        _ => null,
    };

    private ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Json[start..(int)reader.BytesConsumed];
    }
}
