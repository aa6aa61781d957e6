using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// The degraded form of a workflow: a saga with a step a side. A side that is there does its part at once; of one that is away, by the mode
/// that the transaction began in, it is buffered. Which it is stands in the begin record, so that every driver does the same.
/// </summary>
internal static class DegradedForm
{
    public static Saga<TInput> Of<TInput>(Workflow strict, IReadOnlyList<ModeSide> sides, ModeBuffer buffer) => sides.Aggregate(
        Saga.For<TInput>($"{strict.Definition.Name}_degraded", strict.Definition.Version, strict.Definition.Policy),
        (saga, side) => saga.Step<SideDone>(
            side.Name, side.Branch, call => DoAsync(side, call, buffer),
            undo: $"{side.Branch}_back", (call, _) => UndoAsync(side, call, buffer)));

    private static async Task<StepAnswer<SideDone>> DoAsync<TInput>(ModeSide side, Call<TInput> call, ModeBuffer buffer)
    {
        var input = call.As<JsonElement>().Input;
        if (IsAway(side, call))
            return await buffer.BufferAsync(call, side, input);
        return await side.ApplyAsync(call, input, fromEscrow: false) switch
        {
            StepAnswer<string>.Done done => new SideDone(done.Result, null),
            StepAnswer<string>.Refused refused => Refusal.Because(refused.Reason),
            var other => throw new InvalidOperationException($"A step answers Done or Refused, not {other}."),
        };
    }

    private static Task<Conclusion> UndoAsync<TInput>(ModeSide side, Call<TInput> call, ModeBuffer buffer) =>
        IsAway(side, call) ? buffer.WithdrawAsync(call) : side.UndoAsync(call, call.As<JsonElement>().Input);

    private static bool IsAway<TInput>(ModeSide side, Call<TInput> call) =>
        (call.Mode ?? throw new InvalidOperationException("A degraded form runs only in a mode: start its workflow by name.")).Mode.Away.Contains(side.Name);
}

/// <summary>What became of a side's part.</summary>
/// <param name="Receipt">What it did; nothing while it is buffered.</param>
/// <param name="BufferedAt">The version in the group's stream at which it waits.</param>
internal sealed record SideDone(string? Receipt, long? BufferedAt);
