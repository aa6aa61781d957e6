using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.AspNetCore;

/// <summary>The body of a resolve.</summary>
internal sealed record ResolveRequest : IValidatableObject
{
    public required OperatorAct Act { get; init; }

    /// <summary>Why; recorded with who it was.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public required string Reason { get; init; }

    /// <summary>Of conclude: the branch that is silent.</summary>
    public string? Branch { get; init; }

    /// <summary>Of conclude: what became of it.</summary>
    public BranchOutcome? Outcome { get; init; }

    /// <summary>Of conclude: the same in words.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public string? WhatHappened { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Act is OperatorAct.Conclude)
        {
            if (Branch is null)
                yield return new ValidationResult("is missing: name the branch that is silent", [nameof(Branch)]);
            if (Outcome is null)
                yield return new ValidationResult("is missing: done or not_done", [nameof(Outcome)]);
            if (WhatHappened is null)
                yield return new ValidationResult("is missing: say what became of the branch", [nameof(WhatHappened)]);
        }
        else if (Branch is not null || Outcome is not null || WhatHappened is not null)
        {
            yield return new ValidationResult("branch, outcome and what_happened go with conclude only", [nameof(Act)]);
        }
    }

    public Resolution By(string caller) => Act switch
    {
        OperatorAct.Retry => new Resolution.Retry(caller, Reason),
        OperatorAct.Abort => new Resolution.Abort(caller, Reason),
        _ => new Resolution.Conclude(caller, Reason, Branch!, Outcome!.Value, WhatHappened!),
    };
}

/// <summary>What an operator can do.</summary>
internal enum OperatorAct
{
    /// <summary>Ask the silent now.</summary>
    Retry,

    /// <summary>Turn back what is undecided.</summary>
    Abort,

    /// <summary>Conclude a branch by hand.</summary>
    Conclude,
}
