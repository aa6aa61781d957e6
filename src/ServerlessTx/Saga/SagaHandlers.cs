namespace ServerlessTx;

/// <summary>Typed delegates as handlers of untyped requests.</summary>
internal static class SagaHandlers
{
    public static Handler Action<TInput, TResult>(Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        async request => (await action(new Call<TInput>(request))).ToAnswer();

    public static Handler Conclude<TInput>(Func<Call<TInput>, Task<Conclusion>> action) =>
        async request => (await action(new Call<TInput>(request))).ToAnswer();

    public static Handler Undo<TInput, TResult>(Func<Call<TInput>, TResult?, Task<Conclusion>> compensation) => async request =>
    {
        var call = new Call<TInput>(request);
        return (await compensation(call, call.ResultOf<TResult>(call.Branch))).ToAnswer();
    };
}
