using System.Text.Json;

namespace ServerlessTx;

/// <summary>What the undo of a step that began a child answers.</summary>
/// <param name="Child">How the child ended.</param>
/// <param name="Undone">It was done, and the step's own undo was called.</param>
internal sealed record ChildUndone(ChildEnd Child, bool Undone)
{
    /// <summary>What that undo answered.</summary>
    public JsonElement? Result { get; init; }
}
