using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Damages records and computes every hash anew, so that the rules meet whatever can be written in a table.</summary>
internal sealed class StreamMutator(Random random)
{
    private static readonly string[] Words =
    [
        "started", "answered", "late", "unanswered", "decided", "stuck", "taken_over", "retry_requested", "ended", "audited",
        "action", "undo", "pivot", "retriable", "try", "confirm", "cancel", "prepare", "commit", "abort",
        "done", "refused", "unknown", "unasked", "heuristic", "outcome", "direction", "turned_back", "going_forward", "compensating",
        "completed", "compensated", "confirmed", "cancelled", "committed", "aborted", "running", "stuck", "saga", "tcc", "two_phase_commit", "none",
    ];

    public Evidence Mutate(Evidence honest)
    {
        var stream = new ForgedStream(honest);
        for (var i = random.Next(1, 5); i > 0; i--)
            MutateOnce(stream);
        if (!stream.All.Any())
            stream.Appends.Add([new JsonObject()]);
        return stream.Seal();
    }

    private void MutateOnce(ForgedStream stream)
    {
        var records = stream.All.ToList();
        if (records.Count == 0)
            return;
        var (one, other) = (records[random.Next(records.Count)], records[random.Next(records.Count)]);
        switch (random.Next(7))
        {
            case 0:
                stream.Remove(one);
                break;
            case 1:
                stream.InsertBehind(other, ForgedCalls.Echoing(stream, one, one.Copy()));
                break;
            case 2:
                stream.AppendBehind(other, ForgedCalls.Echoing(stream, one, one.Copy()));
                break;
            case 3 when !ReferenceEquals(one, other):
                stream.Swap(one, other);
                break;
            case 4:
                stream.Echoes.Remove(one);
                break;
            default:
                if (JsonPlace.All(one).ToList() is { Count: > 0 } places)
                    places[random.Next(places.Count)].Replace(one, random.Next(2) == 0 ? Words[random.Next(Words.Length)] : JsonMutator.Value(random));
                break;
        }
    }
}
