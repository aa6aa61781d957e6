using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessTx;

/// <summary>Where in the JSON of a type personal data stands, found once from the type.</summary>
internal sealed class PersonalPlaces
{
    private static readonly ConcurrentDictionary<Type, PersonalPlaces> Known = new();

    private readonly List<(string Name, string Subject)> _fields = [];
    private readonly List<(string Name, PersonalPlaces Places)> _inside = [];
    private readonly List<PersonalPlaces> _derived = [];
    private PersonalPlaces? _items;

    /// <summary>Whether there are any. Most types have none, and nothing is done about them.</summary>
    public bool Any { get; private set; }

    /// <exception cref="InvalidOperationException">A record has personal data and does not say whose.</exception>
    public static PersonalPlaces Of(Type type) => Known.GetOrAdd(type, static asked =>
    {
        var seen = new Dictionary<Type, PersonalPlaces>();
        var places = Find(asked, seen);
        places.Any = seen.Values.Any(found => found._fields.Count > 0);
        return places;
    });

    /// <summary>The places that hold something, in the order of the type.</summary>
    public IEnumerable<PersonalPlace> In(JsonNode? node, string path = "$") => node switch
    {
        JsonObject parent => InObject(parent, path),
        JsonArray items when _items is { } each => items.SelectMany((item, i) => each.In(item, $"{path}[{i}]")),
        _ => [],
    };

    private IEnumerable<PersonalPlace> InObject(JsonObject parent, string path)
    {
        var own = _fields.Where(field => parent[field.Name] is not null).Select(field => new PersonalPlace(parent, field.Name, field.Subject, path));
        var inside = _inside.SelectMany(member => member.Places.In(parent[member.Name], $"{path}.{member.Name}"));
        var values = _items is { } each ? parent.SelectMany(member => each.In(member.Value, $"{path}.{member.Key}")) : [];
        return [.. own, .. inside, .. values, .. _derived.SelectMany(derived => derived.InObject(parent, path))];
    }

    private static PersonalPlaces Find(Type type, Dictionary<Type, PersonalPlaces> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (seen.TryGetValue(type, out var known))
            return known;
        var places = seen[type] = new PersonalPlaces();
        var info = WireJson.Strict.GetTypeInfo(type);
        if (info.ElementType is { } element)
            places._items = Find(element, seen);
        foreach (var property in info.Properties)
        {
            if (IsPersonal(property.PropertyType))
                places._fields.Add((property.Name, SubjectOf(info)));
            else
                places._inside.Add((property.Name, Find(property.PropertyType, seen)));
        }

        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.DerivedType != type)
                places._derived.Add(Find(derived.DerivedType, seen));
        }

        return places;
    }

    private static bool IsPersonal(Type type) => type.IsAssignableTo(typeof(IPersonal));

    private static string SubjectOf(JsonTypeInfo info) =>
        info.Properties.Where(property => property.AttributeProvider?.IsDefined(typeof(SubjectAttribute), inherit: true) == true).ToList() is [{ } subject]
            && subject.PropertyType == typeof(string)
            ? subject.Name
            : throw new InvalidOperationException(
                $"{info.Type.Name} has personal data and must say whose, by [Subject] on one property of text: the id of the subject.");
}

/// <summary>One place.</summary>
/// <param name="Parent">The object that holds it, and the id of its subject.</param>
/// <param name="Name">Its name there.</param>
/// <param name="SubjectName">The name of its subject there.</param>
/// <param name="ParentPath">The path to the object.</param>
internal sealed record PersonalPlace(JsonObject Parent, string Name, string SubjectName, string ParentPath)
{
    public string Path => $"{ParentPath}.{Name}";

    public JsonElement Value => JsonSerializer.SerializeToElement(Parent[Name], WireJson.Faithful);

    /// <exception cref="InvalidInputException">There is none, or it is no id.</exception>
    public string Subject => Parent[SubjectName] is JsonValue text && text.TryGetValue<string>(out var id) && Subjects.IsId(id)
        ? id
        : throw new InvalidInputException($"{ParentPath}.{SubjectName}", $"names whose personal data this is: {Subjects.IdExpected}");
}
