using System.Text.Json;

namespace ServerlessTx;

/// <summary>A transaction described by its request, over registered participants.</summary>
internal sealed record AdHocRequest
{
    public required Pattern Pattern { get; init; }

    /// <summary>What it is called in lists; <c>ad_hoc</c> by default.</summary>
    public string? Name { get; init; }

    /// <summary>Of a saga, in order.</summary>
    public IReadOnlyList<AdHocStep>? Steps { get; init; }

    /// <summary>Of a vote.</summary>
    public IReadOnlyList<AdHocStep>? Participants { get; init; }

    /// <summary>When it is turned back if it is undecided then; five minutes from now by default.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public CallPolicy? Policy { get; init; }
}

/// <summary>A branch, or steps in parallel.</summary>
internal sealed record AdHocStep
{
    public string? Participant { get; init; }

    /// <summary>Of a saga's step: which of the participant's operations. Its role (step, pivot, retriable) is the participant's to say.</summary>
    public string? Operation { get; init; }

    /// <summary>Its name in the transaction; the operation by default, in a vote the participant.</summary>
    public string? Branch { get; init; }

    public JsonElement? Input { get; init; }

    public IReadOnlyList<AdHocStep>? Parallel { get; init; }

    /// <summary>Refused with a reason: children are part of registered workflows.</summary>
    public JsonElement? Child { get; init; }
}
