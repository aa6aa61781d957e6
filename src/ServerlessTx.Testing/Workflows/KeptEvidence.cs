using System.Buffers.Text;
using System.Text.Json;

namespace ServerlessTx.Testing;

/// <summary>
/// Evidence that was kept from a host, replayed on the definitions of today: will yesterday's open transactions still run?
/// </summary>
public sealed class KeptEvidence
{
    private readonly Started _started;
    private readonly IReadOnlyList<Recorded> _records;

    private KeptEvidence(IReadOnlyList<Recorded> records) => (_records, _started) = (records, (Started)records[0].Record);

    /// <summary>Reads a document of <c>GET /api/transactions/{id}/evidence</c>, of an open transaction or an ended one.</summary>
    /// <exception cref="FormatException">It is no such document, or does not hold together.</exception>
    public static KeptEvidence Read(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        if (!json.RootElement.TryGetProperty("chain", out var chain))
            throw new FormatException("There is no chain in it; keep the whole answer of GET /api/transactions/{id}/evidence.");
        var appends = chain.EnumerateArray().Select(ReadAppend).ToList();
        var records = appends.SelectMany(Recorded.AllOf).ToList();
        return records is [{ Record: Started }, ..] ? new KeptEvidence(records) : throw new FormatException("Its first record does not begin a transaction.");
    }

    /// <summary>Replays it on these definitions up to the first thing that is not recorded.</summary>
    /// <returns>
    /// The calls that a host would make next, <c>{branch}/{phase}</c>, or <c>wait until {moment}</c>; none when the transaction has ended.
    /// </returns>
    /// <exception cref="CannotReplayException">A host with these definitions could not go on with it: why, and how to mend it.</exception>
    public IReadOnlyList<string> Replay(params IReadOnlyList<Workflow> definitions)
    {
        var workflow = new WorkflowRegistry(definitions, new ParticipantRegistry([])).Find(_started.Definition)
            ?? throw new CannotReplayException(_started.Definition, WhyNot(definitions));
        try
        {
            workflow.Check(_started.Input);
        }
        catch (InvalidInputException changed)
        {
            throw new CannotReplayException(_started.Definition, $"its input cannot be read any more: {changed.Message}");
        }

        return new ReplayRuntime(_records).Run(_started.TransactionId, workflow);
    }

    private string WhyNot(IReadOnlyList<Workflow> definitions)
    {
        var pinned = _started.Definition;
        var same = definitions.Select(workflow => workflow.Definition).Where(definition => definition.Name == pinned.Name).ToList();
        return same.FirstOrDefault(definition => definition.Version == pinned.Version) is { } changed
            ? $"version {pinned.Version} has another shape now. It began with {Shape(pinned)}; registered is {Shape(changed)}"
            : $"version {pinned.Version} is not registered; of this name there {(same.Count == 0 ? "is nothing" : $"are {string.Join(", ", same.Select(definition => definition.Version))}")}";
    }

    private static string Shape(Definition definition) =>
        string.Join(", ", definition.Branches.Select(branch => $"{branch.Branch} ({branch.Service}, {branch.Phase.Word()}{(branch.Undo is null ? "" : $", {branch.Undo}")})"));

    private static StoredAppend ReadAppend(JsonElement presented)
    {
        var append = new StoredAppend(
            presented.GetProperty("version").GetInt64(),
            presented.GetProperty("count").GetInt32(),
            Base64Url.DecodeFromChars(presented.GetProperty("payload").GetString()),
            ChainHash.Parse(presented.GetProperty("previous_hash").GetString()!));
        return append.Hash.ToString() == presented.GetProperty("hash").GetString()
            ? append
            : throw new FormatException($"Its append {append.Version} is not what its hash was computed from.");
    }
}
