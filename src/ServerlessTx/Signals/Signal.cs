using System.Text.Json;

namespace ServerlessTx;

/// <summary>What somebody outside says to a transaction: the answer that one of its steps waits for, or will.</summary>
/// <param name="Name">The signal's name, as the workflow defines it.</param>
/// <param name="By">Who; recorded.</param>
public sealed record Signal(string Name, string By)
{
    /// <summary>The most that a signal may say, in bytes of JSON.</summary>
    public const int MostBytes = 8 * 1024;

    /// <summary>Who.</summary>
    public string By { get; init; } = Turning.Person(By);

    /// <summary>The sender's own id for it. Repeating a signal is safe with one and without; under an id another content is refused as a mistake.</summary>
    public string? Id { get; init; }

    /// <summary>What it says: the step's result, which later steps read. At most <see cref="MostBytes"/>.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Of an answer that rejects: why, as a code. The step is refused and what ran before it is undone.</summary>
    public string? Rejected { get; init; }
}
