using System.Text.RegularExpressions;

namespace ServerlessTx;

/// <summary>The commands that may come from outside, by name: a request names one of these and can name nothing else.</summary>
/// <typeparam name="TCommand">What can be asked of the aggregate.</typeparam>
public sealed partial class CommandTypes<TCommand> where TCommand : notnull
{
    /// <summary>What stands behind an aggregate's address besides its commands.</summary>
    private static readonly string[] Taken = ["history", "evidence"];

    private readonly Dictionary<string, Type> _types = [];

    internal IReadOnlyDictionary<string, Type> Types => _types;

    /// <summary>Names a command. Its data annotations are checked before it is decided.</summary>
    /// <param name="name">As it stands in the address: a lower-case letter, then letters, digits and <c>_</c>, 64 at most.</param>
    /// <exception cref="ArgumentException">The name cannot be one, or has been given before.</exception>
    public CommandTypes<TCommand> Add<T>(string name) where T : TCommand
    {
        if (!NamePattern().IsMatch(name) || Taken.Contains(name))
            throw new ArgumentException($"A command is named by a lower-case letter and up to 63 letters, digits and '_', but not {string.Join(" or ", Taken)}; '{name}' was given.");
        if (!_types.TryAdd(name, typeof(T)))
            throw new ArgumentException($"The command '{name}' is added twice; each has a name of its own.");
        return this;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
