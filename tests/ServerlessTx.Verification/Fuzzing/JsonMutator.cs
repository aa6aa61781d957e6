using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Damages a document as JSON: values change, vanish, change places, or come from another document.</summary>
internal sealed class JsonMutator(Random random)
{
    public byte[] Mutate(byte[] document, byte[] other)
    {
        var root = JsonNode.Parse(document)!;
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var place = Pick(JsonPlace.All(root));
            if (place is null)
                break;
            switch (random.Next(4))
            {
                case 0:
                    place.Remove(root);
                    break;
                case 1:
                    place.Replace(root, Value(random));
                    break;
                case 2:
                    place.Replace(root, Pick(JsonPlace.All(root))!.In(root)?.DeepClone());
                    break;
                default:
                    var foreign = JsonNode.Parse(other)!;
                    place.Replace(root, Pick(JsonPlace.All(foreign))!.In(foreign)?.DeepClone());
                    break;
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, WireJson.Tolerant);
    }

    public static JsonNode? Value(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => new JsonArray(null, 1, "x"),
        4 => "",
        5 => "ghost",
        6 => -1,
        7 => long.MaxValue,
        8 => JsonNode.Parse("1e400"),
        9 => new string('a', 64),
        10 => "2026-01-15T10:00:00.000Z",
        _ => true,
    };

    private JsonPlace? Pick(IEnumerable<JsonPlace> places)
    {
        var all = places.ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }
}
