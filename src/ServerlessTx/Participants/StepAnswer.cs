namespace ServerlessTx;

/// <summary>What a compensatable step and a pivot answer: a result, or a refusal. Returning either converts to it.</summary>
public abstract record StepAnswer<TResult>
{
    private StepAnswer()
    {
    }

    /// <summary>It was done.</summary>
    public sealed record Done(TResult Result) : StepAnswer<TResult>;

    /// <summary>Nothing was done, and nothing of it remains.</summary>
    public sealed record Refused(string Reason) : StepAnswer<TResult>;

    /// <summary>It was done, with this result.</summary>
    public static implicit operator StepAnswer<TResult>(TResult result) => new Done(result);

    /// <summary>It was refused.</summary>
    public static implicit operator StepAnswer<TResult>(Refusal refusal) => new Refused(refusal.Reason);

    internal Answer ToAnswer() => this switch
    {
        Done done => Answer.Done(done.Result),
        Refused refused => Answer.Refused(refused.Reason),
        _ => throw new InvalidOperationException("A step answers Done or Refused."),
    };
}

/// <summary>A no with its reason: nothing was done and nothing remains. Whoever is not sure of that throws instead.</summary>
public readonly record struct Refusal(string Reason)
{
    /// <summary>Refuses for a reason in the form of a code, <c>insufficient_inventory</c>.</summary>
    public static Refusal Because(string reason) => new(reason);
}
