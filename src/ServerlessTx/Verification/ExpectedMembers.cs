using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// The members that an object should have, taken one by one in whatever order they come. Documents keep the order in which they were
/// computed, so that a lookup is only needed for those that somebody sorted.
/// </summary>
internal struct ExpectedMembers
{
    private readonly JsonElement _object;
    private JsonElement.ObjectEnumerator _next;
    private int _taken;
    private Dictionary<string, JsonElement>? _left;

    public ExpectedMembers(JsonElement expected)
    {
        _object = expected;
        _next = expected.EnumerateObject();
    }

    /// <summary>Takes the member whose name the reader stands on. False when there is none, or none any more.</summary>
    public bool Take(ref Utf8JsonReader reader, out JsonElement value)
    {
        if (_left is null && !reader.ValueIsEscaped && _next.MoveNext() && _next.Current.NameEquals(reader.ValueSpan))
        {
            _taken++;
            value = _next.Current.Value;
            return true;
        }

        _left ??= Rest();
        return _left.Remove(reader.GetString()!, out value);
    }

    public IEnumerable<string> Left() => (_left ?? Rest()).Keys;

    private readonly Dictionary<string, JsonElement> Rest()
    {
        var rest = new Dictionary<string, JsonElement>();
        foreach (var member in _object.EnumerateObject().Skip(_taken))
            rest[member.Name] = member.Value;
        return rest;
    }
}
