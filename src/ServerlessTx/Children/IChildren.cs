using System.Text.Json;

namespace ServerlessTx;

/// <summary>What a step that begins a child asks of whoever begins transactions.</summary>
internal interface IChildren
{
    /// <summary>Begins the child of a call, once, whoever asks and however often.</summary>
    /// <returns>Its id; a refusal when it was turned back before it was begun.</returns>
    Task<Answer> BeginAsync(CallRequest call, DefinedChild child, JsonElement input);

    /// <summary>Turns the child of a call's forward call back if it is undecided, also one that is not begun: then it never will be.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="StillWorkingException">It has not ended yet.</exception>
    Task<ChildEnd> TurnBackAsync(CallRequest call, DefinedChild child);
}
