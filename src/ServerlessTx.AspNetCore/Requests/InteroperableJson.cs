using System.Text.Json;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// What RFC 7493 asks of JSON beyond its grammar. A name that stands twice, half a surrogate pair and a number beyond a double mean
/// something else to each reader, and an input is read by many: its fingerprint, its workflow, whoever checks the evidence.
/// </summary>
internal static class InteroperableJson
{
    public static (string Path, string Detail)? Fault(JsonElement value) => Fault(value, new Place(null, ""));

    private static (string Path, string Detail)? Fault(JsonElement value, Place place) => value.ValueKind switch
    {
        JsonValueKind.Object => InObject(value, place),
        JsonValueKind.Array => InArray(value, place),
        JsonValueKind.String when Text(() => value.GetString()!) is null => (place.ToString(), "holds half of a surrogate pair."),
        JsonValueKind.Number when !value.TryGetDouble(out var number) || !double.IsFinite(number) =>
            (place.ToString(), $"is {Quoted.Cut(value.GetRawText())}, which is beyond what a number can be (about 1.8e308)."),
        _ => null,
    };

    private static (string Path, string Detail)? InObject(JsonElement value, Place place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (Text(() => property.Name) is not { } name)
                return (place.ToString(), "has a name that holds half of a surrogate pair.");
            var inside = new Place(place, "." + name);
            if (!names.Add(name))
                return (inside.ToString(), "stands twice in its object.");
            if (Fault(property.Value, inside) is { } fault)
                return fault;
        }

        return null;
    }

    private static (string Path, string Detail)? InArray(JsonElement value, Place place)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (Fault(item, new Place(place, $"[{index++}]")) is { } fault)
                return fault;
        }

        return null;
    }

    private static string? Text(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A path that becomes text only when there is a fault to report.</summary>
    private sealed record Place(Place? Outer, string Step)
    {
        public override string ToString() => Outer is null ? "$" : Outer + Quoted.Cut(Step);
    }
}
