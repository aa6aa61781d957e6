namespace ServerlessTx.AspNetCore;

/// <summary>The API keys of a host. Without any only this machine is served.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Callers that are recorded for those without a key, and words that evidence has in the place of a caller.</summary>
    private static readonly string[] Taken = ["local", "anonymous", "functions", "deadline"];

    /// <summary>The keys.</summary>
    public IList<ApiKey> Keys { get; set; } = [];

    /// <summary>What is wrong with them in one line that names the setting, or nothing. No secret is in it.</summary>
    internal string? Fault() => Keys.Select(Fault).FirstOrDefault(fault => fault is not null)
        ?? Twice(key => key.Name, "Name") ?? Twice(key => key.Key, "Key");

    private static string? Fault(ApiKey key, int i) => key switch
    {
        _ when key.Name.Length is 0 or > 64 || !key.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') =>
            $"ApiKeys: Keys[{i}].Name must be 1 to 64 letters, digits, '_', '-' or '.'.",
        _ when Taken.Contains(key.Name) => $"ApiKeys: Keys[{i}].Name must be another than {string.Join(", ", Taken)}.",
        _ when key.Key.Length < 16 || key.Key.Any(c => c is <= ' ' or > '~') =>
            $"ApiKeys: Keys[{i}].Key must have 16 characters or more, in printable ASCII without spaces.",
        _ => null,
    };

    private string? Twice(Func<ApiKey, string> part, string name) => Keys.GroupBy(part).Any(group => group.Count() > 1)
        ? $"ApiKeys: two keys have the same {name}."
        : null;
}
