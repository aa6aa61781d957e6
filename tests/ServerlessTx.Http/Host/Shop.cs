using System.Collections.Concurrent;

namespace ServerlessTx.Http;

internal sealed record Receipt(string Of);

/// <summary>Sells books. Above 100 the charge is refused; an item named after a step waits in it until the test lets it go.</summary>
internal sealed class Shop
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrived = new();

    public ConcurrentQueue<string?> Traceparents { get; } = new();

    public Workflow Workflow => Saga.For<Purchase>("buy_book", version: 1)
        .Step<Receipt>("stock", "reserve", Do, undo: "release", Undo)
        .Step<Receipt>("payments", "charge", Charge, undo: "refund", Undo)
        .Pivot<Receipt>("shipping", "ship", Do);

    public Task Arrived(string step) => Arrival(step).Task;

    public void LetGo() => _gate.TrySetResult();

    private TaskCompletionSource Arrival(string step) =>
        _arrived.GetOrAdd(step, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task<StepAnswer<Receipt>> Do(Call<Purchase> call)
    {
        Traceparents.Enqueue(call.Traceparent);
        if (call.Input.Item == call.Branch)
        {
            Arrival(call.Branch).TrySetResult();
            await _gate.Task;
        }

        return new Receipt(call.Branch);
    }

    private async Task<StepAnswer<Receipt>> Charge(Call<Purchase> call) =>
        call.Input.Amount > 100 ? Refusal.Because("insufficient_funds") : await Do(call);

    private static Task<Conclusion> Undo(Call<Purchase> call, Receipt? receipt) => Task.FromResult(Conclusion.Done());
}
