namespace ServerlessTx;

/// <summary>Typed participants as handlers of untyped requests, by phase.</summary>
internal static class Handlers
{
    public static Dictionary<Phase, Handler> Step<TInput, TResult>(
        Func<Call<TInput>, Task<StepAnswer<TResult>>> action, Func<Call<TInput>, TResult?, Task<Conclusion>>? compensation)
    {
        var handlers = new Dictionary<Phase, Handler> { [Phase.Action] = async request => (await action(new(request))).ToAnswer() };
        if (compensation is not null)
        {
            handlers[Phase.Undo] = async request =>
            {
                var call = new Call<TInput>(request);
                return (await compensation(call, call.ResultOf<TResult>(call.Branch))).ToAnswer();
            };
        }

        return handlers;
    }

    public static Dictionary<Phase, Handler> Pivot<TInput, TResult>(Func<Call<TInput>, Task<StepAnswer<TResult>>> action) =>
        new() { [Phase.Pivot] = async request => (await action(new(request))).ToAnswer() };

    public static Dictionary<Phase, Handler> Retriable<TInput>(Func<Call<TInput>, Task<Conclusion>> action) =>
        new() { [Phase.Retriable] = async request => (await action(new(request))).ToAnswer() };

    public static Dictionary<Phase, Handler> Tcc<TInput>(ITccParticipant<TInput> participant) => new()
    {
        [Phase.Try] = async request => (await participant.TryAsync(new(request))).ToAnswer(),
        [Phase.Confirm] = async request => (await participant.ConfirmAsync(new(request))).ToAnswer(),
        [Phase.Cancel] = async request => (await participant.CancelAsync(new(request))).ToAnswer(),
    };

    public static Dictionary<Phase, Handler> TwoPhaseCommit<TInput>(IResourceManager<TInput> manager) => new()
    {
        [Phase.Prepare] = async request => (await manager.PrepareAsync(new(request))).ToAnswer(),
        [Phase.Commit] = async request => (await manager.CommitAsync(new(request))).ToAnswer(),
        [Phase.Abort] = async request => (await manager.AbortAsync(new(request))).ToAnswer(),
    };
}
