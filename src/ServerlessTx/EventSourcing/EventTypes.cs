using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// The names under which an aggregate's events are stored. They are strings of their own, each with a version: classes can be renamed, and
/// what is stored cannot.
/// </summary>
/// <typeparam name="TEvent">The aggregate's events.</typeparam>
public sealed class EventTypes<TEvent> where TEvent : class
{
    private readonly Dictionary<string, (Type Type, int Version)> _types = [];
    private readonly Dictionary<Type, string> _names = [];
    private readonly Dictionary<(string Name, int From), Func<JsonObject, JsonObject>> _upcasts = [];

    /// <summary>Names an event.</summary>
    /// <param name="name">As it is stored, for ever.</param>
    /// <param name="version">Of its fields, from 1. One that is raised needs an upcast from each version before.</param>
    /// <exception cref="ArgumentException">The name or the class has been given before.</exception>
    public EventTypes<TEvent> Add<T>(string name, int version = 1) where T : TEvent
    {
        if (!_types.TryAdd(name, (typeof(T), version)) || !_names.TryAdd(typeof(T), name))
            throw new ArgumentException($"The event '{name}' ({typeof(T).Name}) is added twice; each class has one name.");
        return this;
    }

    /// <summary>Reads what an older version stored: turns its fields into those of the next version.</summary>
    /// <param name="name">The event.</param>
    /// <param name="from">The version that is turned into the next.</param>
    /// <param name="upcast">Changes the fields, or makes new ones.</param>
    public EventTypes<TEvent> Upcast(string name, int from, Func<JsonObject, JsonObject> upcast)
    {
        _upcasts.Add((name, from), upcast);
        return this;
    }

    internal StoredEvent Store(TEvent happened, string id, DateTimeOffset at)
    {
        if (!_names.TryGetValue(happened.GetType(), out var name))
            throw new InvalidOperationException($"The event {happened.GetType().Name} has no name; add it to the aggregate's event types.");
        return new StoredEvent
        {
            Type = name,
            TypeVersion = _types[name].Version,
            EventId = id,
            At = at,
            Data = WireJson.Keep(happened),
        };
    }

    /// <exception cref="UnknownEventException">This code does not know the event, or a version of it.</exception>
    internal TEvent Read(StoredEvent stored, long version)
    {
        if (!_types.TryGetValue(stored.Type, out var known) || stored.TypeVersion > known.Version)
            throw new UnknownEventException(stored.Type, stored.TypeVersion, version);
        var data = stored.Data;
        for (var older = stored.TypeVersion; older < known.Version; older++)
        {
            if (!_upcasts.TryGetValue((stored.Type, older), out var upcast))
                throw new UnknownEventException(stored.Type, stored.TypeVersion, version);
            data = WireJson.ToElement(upcast(JsonObject.Create(data)!));
        }

        return (TEvent)data.Deserialize(known.Type, WireJson.Tolerant)!;
    }
}
