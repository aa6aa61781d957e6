namespace ServerlessTx.Testing;

/// <summary>A step of a saga as its definition names it.</summary>
/// <param name="Action">Does it, or refuses.</param>
/// <param name="Undo">Undoes it.</param>
public sealed record SagaStep<TInput, TResult>(
    Func<Call<TInput>, Task<StepAnswer<TResult>>> Action, Func<Call<TInput>, TResult?, Task<Conclusion>> Undo);
