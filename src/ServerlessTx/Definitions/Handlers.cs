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

    /// <summary>Begins a child, and behind turning back finds out how it ended: only what was done is the step's own undo's.</summary>
    public static Dictionary<Phase, Handler> Child<TInput, TChild>(
        DefinedChild child, Func<Call<TInput>, TChild> input, Func<Call<TInput>, ChildEnd, Task<Conclusion>>? compensation) where TChild : notnull => new()
        {
            [Phase.Action] = request => request.Children.BeginAsync(request, child, WireJson.Keep(input(new(request)))),
            [Phase.Undo] = async request =>
            {
                var end = await request.Children.TurnBackAsync(request, child);
                if (!end.IsDone || compensation is null)
                    return Undone(end, new Answer(Verdict.Done), isUndone: false);
                return Undone(end, (await compensation(new(request with { UndoesChild = true }), end)).ToAnswer(), isUndone: true);
            },
        };

    private static Answer Undone(ChildEnd end, Answer own, bool isUndone) => own.Verdict is Verdict.Heuristic ? own
        : end is { IsDone: false, Heuristic: true } ? Answer.Heuristic($"the child {end.TransactionId} ended {end.Status.Word()}, and a branch of it otherwise than decided")
        : own with { Result = WireJson.ToElement(new ChildUndone(end, isUndone) { Result = own.Result }) };

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
