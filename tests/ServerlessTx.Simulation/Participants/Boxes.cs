namespace ServerlessTx.Simulation;

/// <summary>What somebody wants taken out of a box.</summary>
/// <param name="Box">Which.</param>
/// <param name="Amount">How much.</param>
/// <param name="Refuses">Whether it is refused.</param>
internal sealed record Parcel(string Box, int Amount, bool Refuses = false);

/// <summary>
/// Boxes from which something is taken for good, as a step, a reservation or a prepared change. A box and what was taken from it are two
/// numbers: only the barrier keeps a repeated call from changing them twice.
/// </summary>
internal sealed class Boxes(Barrier barrier)
{
    public const string Service = "boxes";
    public const string Partition = "boxes";

    /// <summary>How many of their first-phase calls are under way at once.</summary>
    public const int AtOnce = 2;

    public const int Opening = 1_000;

    public Task<StepAnswer<Taken>> TakeAsync(IBarrierCall call, Parcel parcel) => barrier.StepAsync<Taken>(call, Partition, async rows =>
    {
        if (parcel.Refuses)
            return Refusal.Because("fragile");
        if (!await MoveAsync(rows, parcel.Box, parcel.Amount))
            return Refusal.Because("box_is_empty");
        await KeepAsync(rows, parcel.Box, parcel.Amount);
        return new Taken(parcel.Box, parcel.Amount);
    });

    public Task<Conclusion> PutBackAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var taken = rows.Forward<Taken>()!;
        await KeepAsync(rows, taken.Box, -taken.Amount);
        await MoveAsync(rows, taken.Box, -taken.Amount);
        return Conclusion.Done();
    });

    public Task<Conclusion> LabelAsync(IBarrierCall call, Parcel parcel) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var labels = await rows.FindAsync<Labels>($"labels|{parcel.Box}") ?? new Labels(0);
        rows.Put($"labels|{parcel.Box}", new Labels(labels.Count + 1));
        return Conclusion.Done();
    });

    public Task<Reservation> TryAsync(IBarrierCall call, Parcel parcel) => barrier.TryAsync(call, Partition, async rows =>
        parcel.Refuses ? Reservation.Refused("fragile")
        : await HoldAsync(rows, call, parcel) ? Reservation.Reserved()
        : Reservation.Refused("box_is_empty"));

    public Task<Vote> PrepareAsync(IBarrierCall call, Parcel parcel) => barrier.PrepareAsync(call, Partition, async rows =>
    {
        if (parcel.Refuses)
            return Vote.No("fragile");
        if (await rows.FindAsync<Lock>(LockOf(parcel.Box)) is not null)
            return Vote.No("locked");
        if (!await HoldAsync(rows, call, parcel))
            return Vote.No("box_is_empty");
        rows.Put(LockOf(parcel.Box), new Lock(call.TransactionId));
        return Vote.Prepared();
    });

    /// <summary>Confirms or commits.</summary>
    public Task<Conclusion> MakeFinalAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var held = await DropAsync(rows, call);
        await KeepAsync(rows, held.Box, held.Amount);
        return Conclusion.Done();
    });

    /// <summary>Cancels or aborts.</summary>
    public Task<Conclusion> ReleaseAsync(IBarrierCall call) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var held = await DropAsync(rows, call);
        await MoveAsync(rows, held.Box, -held.Amount);
        return Conclusion.Done();
    });

    private static async Task<bool> MoveAsync(BarrierRows rows, string name, int amount)
    {
        var box = await rows.FindAsync<Box>($"box|{name}") ?? new Box(Opening);
        if (box.Amount < amount)
            return false;
        rows.Put($"box|{name}", new Box(box.Amount - amount));
        return true;
    }

    private static async Task KeepAsync(BarrierRows rows, string name, int amount)
    {
        var kept = await rows.FindAsync<Box>($"kept|{name}") ?? new Box(0);
        rows.Put($"kept|{name}", new Box(kept.Amount + amount));
    }

    private static async Task<bool> HoldAsync(BarrierRows rows, IBarrierCall call, Parcel parcel)
    {
        if (!await MoveAsync(rows, parcel.Box, parcel.Amount))
            return false;
        rows.Put(HoldOf(call), new Held(parcel.Box, parcel.Amount));
        return true;
    }

    private static async Task<Held> DropAsync(BarrierRows rows, IBarrierCall call)
    {
        var held = (await rows.FindAsync<Held>(HoldOf(call)))!;
        rows.Delete(HoldOf(call));
        if (call.Phase is Phase.Commit or Phase.Abort && await rows.FindAsync<Lock>(LockOf(held.Box)) is not null)
            rows.Delete(LockOf(held.Box));
        return held;
    }

    private static string HoldOf(IBarrierCall call) => $"hold|{call.TransactionId}|{call.Branch}";

    private static string LockOf(string box) => $"lock|{box}";
}

internal sealed record Taken(string Box, int Amount);

internal sealed record Box(int Amount);

internal sealed record Held(string Box, int Amount);

internal sealed record Lock(string TransactionId);

internal sealed record Labels(int Count);
