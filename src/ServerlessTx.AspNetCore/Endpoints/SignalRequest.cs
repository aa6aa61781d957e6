using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a signal: what is said, or why the answer is no. Neither is a plain yes.</summary>
internal sealed record SignalRequest
{
    /// <summary>What is said; the result of the step that waits for it.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why the step is refused, as a code.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public string? Rejected { get; init; }
}
