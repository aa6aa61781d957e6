namespace ServerlessTx;

/// <summary>How a group stands.</summary>
/// <param name="Group">The workflow.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Version">The version of the mode, which every transaction pins.</param>
/// <param name="Switching">Who switches.</param>
/// <param name="Sides">Its participants.</param>
/// <param name="Escrow">What is set aside, by side and account.</param>
/// <param name="Conflicts">Buffered operations that their sides refused: each waits for an operator.</param>
/// <param name="Head">The head of its stream.</param>
public sealed record ModeView(
    string Group, Mode Mode, long Version, ModeSwitching Switching, IReadOnlyList<ModeSideView> Sides, IReadOnlyList<EscrowView> Escrow,
    IReadOnlyList<ConflictView> Conflicts, StreamHead Head)
{
    internal static ModeView Of(ModeState state) => new(
        state.Declaration!.Group,
        state.Mode,
        state.Version,
        state.Declaration.Switching,
        [.. state.Declaration.Sides.Select(side => new ModeSideView(
            side.Name,
            state.Away.Contains(side.Name),
            state.Acknowledged.GetValueOrDefault(side.Name),
            state.Waiting.Values.Count(waiting => waiting.Is.Side == side.Name)))],
        [.. state.Escrows.OrderBy(escrow => escrow.Key.Side, StringComparer.Ordinal).ThenBy(escrow => escrow.Key.Account, StringComparer.Ordinal)
            .Where(escrow => escrow.Value.SetAside != 0 || escrow.Value.Spent != 0)
            .Select(escrow => new EscrowView(escrow.Key.Side, escrow.Key.Account, escrow.Value.SetAside, escrow.Value.Spent))],
        [.. state.Waiting.Values.Where(waiting => waiting.Conflict is not null)
            .Select(waiting => new ConflictView(waiting.Is.Operation, waiting.Is.Side, waiting.Is.TransactionId, waiting.Conflict!, waiting.ConflictAt!.Value))],
        state.Head);
}

/// <summary>A participant of a group.</summary>
/// <param name="Side">Its name.</param>
/// <param name="Away">Whether its operations are buffered.</param>
/// <param name="AcknowledgedVersion">The newest mode that it has been told of; 0 while it has not been told of any.</param>
/// <param name="Waiting">How many buffered operations wait for it.</param>
public sealed record ModeSideView(string Side, bool Away, long AcknowledgedVersion, int Waiting);

/// <summary>What of an account is set aside.</summary>
/// <param name="Side">Its owner.</param>
/// <param name="Account">The account.</param>
/// <param name="SetAside">How much.</param>
/// <param name="Spent">How much of it buffered operations have taken.</param>
public sealed record EscrowView(string Side, string Account, decimal SetAside, decimal Spent);

/// <summary>A buffered operation that its side refused.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Side">The side.</param>
/// <param name="TransactionId">Whose part it is.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Since">Since when it waits for an operator.</param>
public sealed record ConflictView(string Operation, string Side, string TransactionId, string Reason, DateTimeOffset Since);
