using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Services that react to each other's events. What each says of itself is put together here and checked before anything runs; while it runs
/// nobody has the whole, and what happened is read from each service's own evidence.
/// </summary>
public sealed class Choreography
{
    private readonly Action<JsonElement> _check;

    private Choreography(ChoreographyDefinition definition, IReadOnlyList<ChoreographedService> services, Type inputType, Action<JsonElement> check) =>
        (Definition, Services, InputType, _check) = (definition.Pinned(), services, inputType, check);

    /// <summary>Who reacts to what.</summary>
    public ChoreographyDefinition Definition { get; }

    /// <summary>The services.</summary>
    public IReadOnlyList<ChoreographedService> Services { get; }

    /// <summary>Where its events are published. A name of a topic holds no <c>-</c>.</summary>
    public string Topic => Definition.Name;

    internal Type InputType { get; }

    internal ChoreographedService Owner => Service(Definition.Owner);

    /// <summary>Puts services together.</summary>
    /// <typeparam name="TInput">What it begins with.</typeparam>
    /// <param name="name">Its name, and its topic's: a small letter, then small letters, digits and single <c>_</c>; 40 at most.</param>
    /// <param name="version">From 1.</param>
    /// <param name="deadline">After how long its owner expires it.</param>
    /// <param name="stuckAfter">After how long without an answer behind its end it is reported as stuck.</param>
    /// <param name="services">The services.</param>
    /// <exception cref="InvalidChoreographyException">They do not fit together; it says which event or service, and what would be right.</exception>
    public static Choreography Of<TInput>(
        string name, int version, TimeSpan deadline, TimeSpan stuckAfter, params IReadOnlyList<ChoreographedService> services)
    {
        var definition = new ChoreographyDefinition
        {
            Name = name,
            Version = version,
            DeadlineMs = (long)deadline.TotalMilliseconds,
            StuckAfterMs = (long)stuckAfter.TotalMilliseconds,
            Reactions = [.. services.SelectMany(service => service.Reactions).Select(reaction => reaction.Defined)],
        };
        return ChoreographyRules.Fault(definition) is { } fault
            ? throw new InvalidChoreographyException(name, fault)
            : new Choreography(definition, services, typeof(TInput), Workflow.Check<TInput>);
    }

    /// <summary>What the bus has to bring to whom.</summary>
    public IReadOnlyList<Subscription> Subscriptions => [.. Services.Select(service => service.Subscription(Topic))];

    internal ChoreographedService Service(string name) => Services.First(service => service.Name == name);

    /// <summary>Refuses an input that the services could not read.</summary>
    internal void Check(JsonElement input) => _check(input);
}
