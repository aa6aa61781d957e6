using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Reads the groups of workflows with modes, and does what their operators order: what the HTTP routes do, for code in the same process.</summary>
public sealed class ModeClient
{
    private readonly ModeRegistry _registry;
    private readonly ModeAdmission _admission;
    private readonly ModeStore _store;
    private readonly ModeDesk _desk;

    internal ModeClient(ModeRegistry registry, ModeAdmission admission, ModeStore store, ModeDesk desk) =>
        (_registry, _admission, _store, _desk) = (registry, admission, store, desk);

    /// <summary>How every group stands, by name.</summary>
    public async Task<IReadOnlyList<ModeView>> ListAsync(CancellationToken cancellation = default)
    {
        var views = new List<ModeView>();
        foreach (var group in _registry.All)
            views.Add(ModeView.Of(await _admission.DeclaredAsync(group, cancellation)));
        return views;
    }

    /// <summary>How a group stands; nothing when there is no such group here.</summary>
    public async Task<ModeView?> GetAsync(string group, CancellationToken cancellation = default) =>
        _registry.Find(group) is { } found ? ModeView.Of(await _admission.DeclaredAsync(found, cancellation)) : null;

    /// <summary>The document <c>mode_transitions</c>: every switch in the source's words, every buffered operation, and the stored bytes.</summary>
    public async Task<JsonObject?> EvidenceAsync(string group, CancellationToken cancellation = default)
    {
        if (_registry.Find(group) is not { } found)
            return null;
        await _admission.DeclaredAsync(found, cancellation);
        return ModeDocument.Of(await _store.ReadAsync(group, cancellation));
    }

    /// <summary>Orders a switch.</summary>
    public Task<SwitchResult> SwitchAsync(ModeOrder order, CancellationToken cancellation = default) => _desk.SwitchAsync(order, cancellation);

    /// <summary>Sets an amount of an account aside for debits while its side is away, in place of what was set aside before.</summary>
    /// <param name="group">The group.</param>
    /// <param name="side">The side that owns the account.</param>
    /// <param name="account">The account.</param>
    /// <param name="amount">How much in all, 0 or more.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<SwitchResult> SetAsideAsync(
        string group, string side, string account, decimal amount, string by, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return _desk.SetAsideAsync(group, side, account, amount, Turning.Person(by), cancellation);
    }

    /// <summary>Resolves a conflict: a buffered operation that its side refused.</summary>
    public Task<SwitchResult> ResolveAsync(ModeResolution resolution, CancellationToken cancellation = default) => _desk.ResolveAsync(resolution, cancellation);
}
