using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>Who wants to hear what: a name, a topic, and the types of events it chooses from the topic.</summary>
public sealed partial record Subscription
{
    /// <summary>A subscription.</summary>
    /// <param name="name">A small letter, then small letters, digits and single <c>_</c>; 40 at most. A queue is called after it.</param>
    /// <param name="topic">The topic, named alike.</param>
    /// <param name="types">The types of events that it takes; none takes all.</param>
    /// <exception cref="ArgumentException">A name cannot be one.</exception>
    public Subscription(string name, string topic, params IReadOnlyCollection<string> types)
    {
        (Name, Topic, Types) = (Checked(name), Checked(topic), types);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The types of events that it takes; empty where it takes all.</summary>
    public IReadOnlyCollection<string> Types { get; }

    /// <summary>Whether a message of a topic is for it.</summary>
    public bool Wants(string topic, OutgoingMessage message) => topic == Topic && (Types.Count == 0 || Types.Contains(message.Type));

    private static string Checked(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"A subscription and a topic are named by a small letter, then small letters, digits and single '_', 40 at most; '{name}' was given.");

    [GeneratedRegex("^(?=.{1,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
