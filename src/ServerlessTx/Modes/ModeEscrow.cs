namespace ServerlessTx;

/// <summary>
/// Sets escrow aside while everybody is connected. The wish is written down first, then its owner is asked, then his answer is written down:
/// wherever it ends, no more counts as set aside than stands at the owner.
/// </summary>
internal sealed class ModeEscrow(ModeStore store)
{
    public async Task<SwitchResult> SetAsideAsync(
        ModeGroup group, ModeSide side, string account, decimal amount, string by, CancellationToken cancellation)
    {
        if (side.Escrow is not { } owner)
            return new SwitchResult.DoesNotFit($"{side.Name} keeps no escrow.");
        var (before, asked) = await store.ChangeAsync(
            group.Name,
            state => state.Mode is Mode.Strict ? [new EscrowAsked { Side = side.Name, Account = account, Amount = amount, By = by, At = default }] : [],
            cancellation);
        if (ReferenceEquals(before, asked))
            return new SwitchResult.DoesNotFit($"Escrow is set aside while everybody is connected; '{group.Name}' is {before.Mode.Word()}.");

        var version = asked.EscrowOf(side.Name, account).Asked;
        decimal standing;
        try
        {
            standing = await owner.SetAsideAsync(account, amount, version, cancellation);
        }
        catch (Exception silence) when (!cancellation.IsCancellationRequested)
        {
            return new SwitchResult.DoesNotFit($"{side.Name} does not answer, so it may or may not be set aside, and the less of both counts; ask again. {silence.Message}");
        }

        // Behind a newer wish the owner may have heard that one; behind a switch back, operations may have used some of it up.
        await store.ChangeAsync(
            group.Name,
            state => state.Version == asked.Version && state.EscrowOf(side.Name, account) is { Wished: not null, Asked: var newest } && newest == version
                ? [new EscrowSetAside { Side = side.Name, Account = account, Amount = standing, Asked = version, At = default }]
                : [],
            cancellation);
        return standing == amount
            ? new SwitchResult.Done()
            : new SwitchResult.BeyondEscrow($"The account does not hold {amount} that could be set aside; {standing} is.", standing);
    }
}
