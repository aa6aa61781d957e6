using System.Text.Json;

namespace ServerlessTx;

/// <summary>What the undo of a step that began a child answers.</summary>
/// <param name="Child">How the child ended.</param>
/// <param name="Undone">It was done, and the step's own undo was called.</param>
/// <param name="Result">What that undo answered.</param>
internal sealed record ChildUndone(ChildEnd Child, bool Undone, JsonElement? Result);
