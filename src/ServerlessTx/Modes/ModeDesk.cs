namespace ServerlessTx;

/// <summary>Carries out what an operator does about a group, as records that everybody can see.</summary>
internal sealed class ModeDesk(ModeRegistry registry, ModeAdmission admission, ModeStore store, ModeSwitch modes, ModeEscrow escrow, Reconciler reconciler, TimeProvider time)
{
    public async Task<SwitchResult> SwitchAsync(ModeOrder order, CancellationToken cancellation)
    {
        if (registry.Find(order.Group) is not { } group)
            return Unknown(order.Group);
        if (order.Away.FirstOrDefault(name => group.Sides.All(side => side.Name != name)) is { } stranger)
            return UnknownSide(group, stranger);
        if (group.Terms.Switching is ModeSwitching.Off)
            return new SwitchResult.DoesNotFit($"'{order.Group}' is declared as never to be switched.");
        var state = await admission.DeclaredAsync(group, cancellation);
        if (WhyNot(state, order) is { } why)
            return new SwitchResult.DoesNotFit(why);
        var (switched, after) = await modes.SwitchAsync(group, state, Wanted(state, order), cancellation);
        return switched ? new SwitchResult.Done() : new SwitchResult.DoesNotFit(after.Declaration!.Switching is ModeSwitching.Off
            ? $"'{order.Group}' has been declared as never to be switched meanwhile."
            : $"'{order.Group}' has gone to {after.Mode.Word()} meanwhile.");
    }

    public async Task<SwitchResult> SetAsideAsync(string name, string sideName, string account, decimal amount, string by, CancellationToken cancellation)
    {
        if (registry.Find(name) is not { } group)
            return Unknown(name);
        if (group.Sides.FirstOrDefault(side => side.Name == sideName) is not { } side)
            return UnknownSide(group, sideName);
        await admission.DeclaredAsync(group, cancellation);
        return await escrow.SetAsideAsync(group, side, account, amount, by, cancellation);
    }

    public async Task<SwitchResult> ResolveAsync(ModeResolution resolution, CancellationToken cancellation)
    {
        if (registry.Find(resolution.Group) is not { } group)
            return Unknown(resolution.Group);
        var state = await store.LoadAsync(resolution.Group, cancellation);
        if (!state.Known.ContainsKey(resolution.Operation))
            return new SwitchResult.NotFound($"'{resolution.Group}' has buffered no operation '{resolution.Operation}'.");
        if (state.Find(resolution.Operation) is not { Conflict: not null } conflicting)
            return new SwitchResult.DoesNotFit("It is no conflict: it waits to be applied, or has left the buffer.");
        if (resolution.Act is ConflictAct.Refuse)
            return await RefuseAsync(group, conflicting, resolution, cancellation);

        var retried = new OperationRetried
        {
            Operation = resolution.Operation,
            Attempt = conflicting.Attempt + 1,
            By = resolution.By,
            Reason = resolution.Reason,
            At = default,
        };
        var (before, after) = await store.ChangeAsync(
            resolution.Group,
            standing => standing.Find(resolution.Operation) is { Conflict: not null } same && same.Attempt == conflicting.Attempt ? [retried] : [],
            cancellation);
        return ReferenceEquals(before, after) ? new SwitchResult.DoesNotFit("Somebody else has resolved it meanwhile.") : new SwitchResult.Done();
    }

    private async Task<SwitchResult> RefuseAsync(ModeGroup group, BufferedOperation conflicting, ModeResolution resolution, CancellationToken cancellation)
    {
        try
        {
            await reconciler.ReverseAsync(group, conflicting, resolution.By, resolution.Reason, cancellation);
            return new SwitchResult.Done();
        }
        catch (Exception silence) when (silence is not (OperationCanceledException or StoreUnavailableException))
        {
            // What has been taken back stays so, and asking again takes back the rest.
            return new SwitchResult.DoesNotFit($"A side does not take its part back now, so it is no answer yet; ask again. {silence.Message}");
        }
    }

    private static string? WhyNot(ModeState state, ModeOrder order) => (state.Mode, order.To) switch
    {
        (Mode.Strict, Mode.Degraded) or (Mode.FailingBack, Mode.Degraded) => order.Away.Count > 0 ? null : "Who is away? 'away' names the sides whose operations are to be buffered.",
        (Mode.Degraded, Mode.FailingBack) => null,
        var (mode, to) when mode == to => $"It is {mode.Word()} already.",
        (Mode.Degraded, Mode.Strict) => "It is degraded: order it to fail back, and it is strict when what is under way has ended and the buffers are empty.",
        (Mode.FailingBack, Mode.Strict) => "It is failing back, and is strict when what is under way has ended and the buffers are empty.",
        var (mode, to) => $"It is {mode.Word()}, from where nobody goes to {to.Word()}.",
    };

    private ModeSwitched Wanted(ModeState state, ModeOrder order) => new()
    {
        From = state.Mode,
        To = order.To,
        Trigger = ModeTrigger.Operator,
        Findings = [.. state.Declaration!.Sides.Select(side => new SideFinding(side.Name, !order.Away.Contains(side.Name), Stamp.NowBehind(time, state.Newest), 0))],
        Away = order.To is Mode.Degraded ? order.Away : [],
        By = order.By,
        Reason = order.Reason,
        At = default,
    };

    private static SwitchResult.NotFound UnknownSide(ModeGroup group, string side) =>
        new($"'{group.Name}' has no side '{side}'; it has {string.Join(", ", group.Sides.Select(one => one.Name))}.");

    private SwitchResult.NotFound Unknown(string group) =>
        new($"There is no group '{group}'; there are: {string.Join(", ", registry.All.Select(one => one.Name))}.");
}
