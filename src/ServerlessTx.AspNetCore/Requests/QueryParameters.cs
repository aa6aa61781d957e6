using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// The query of a route that knows its parameters. One that is unknown is refused, because a list whose filter was misspelt would look
/// like an answer.
/// </summary>
internal sealed class QueryParameters
{
    /// <summary>Where the Functions host looks for its key; it is not ours.</summary>
    private const string FunctionsKey = "code";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public QueryParameters(HttpRequest request, params string[] known)
    {
        foreach (var (name, values) in request.Query)
        {
            if (name == FunctionsKey)
                continue;
            if (!known.Contains(name))
                throw Wrong(Quoted.Cut(name), $"is no parameter of this route, which takes {string.Join(", ", known)}");
            if (values is not [{ } value])
                throw Wrong(name, "stands there more than once; send it once");
            _values[name] = value;
        }
    }

    /// <summary>A parameter as what it stands for, or nothing when it was not sent.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads it, or answers null.</param>
    /// <param name="expected">What it takes, for whoever sent something else.</param>
    public T? Read<T>(string name, Func<string, T?> read, string expected) =>
        !_values.TryGetValue(name, out var text) ? default
        : read(text) is { } value ? value
        : throw Wrong(name, $"takes {expected}; {Quoted.Value(text)} was sent");

    public static ProblemException Wrong(string name, string detail) =>
        new Problem(ProblemTypes.InvalidParameter, $"{name} {detail}.").With("parameter", name).Thrown();
}
