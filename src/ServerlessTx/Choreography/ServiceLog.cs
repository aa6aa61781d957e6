using System.Text.Json;

namespace ServerlessTx;

/// <summary>What one service has recorded of one run.</summary>
internal sealed class ServiceLog
{
    private readonly ChoreographedService _service;
    private readonly List<Reacted> _reacted;
    private readonly HashSet<string> _dead = [];

    public ServiceLog(ChoreographedService service, IReadOnlyList<StoredAppend> appends)
    {
        var records = appends.SelectMany(append => HopCodec.AllOf(service.Name, append)).Select(hop => hop.Record).ToList();
        (_service, _reacted) = (service, [.. records.OfType<Reacted>()]);
        foreach (var record in records)
        {
            if (record is DeadLettered dead)
                _dead.Add(dead.EventId);
            else if (record is PutBack back)
                _dead.Remove(back.EventId);
        }

        Head = appends.Count == 0 ? StreamHead.Empty : appends[^1].Head;
        Newest = records.Count == 0 ? null : records[^1].At;
    }

    public StreamHead Head { get; }

    public DateTimeOffset? Newest { get; }

    public bool HasMet(string eventId) => _reacted.Any(reacted => reacted.EventId == eventId);

    /// <summary>It lies in the dead-letter queue, and has not been met by another delivery.</summary>
    public bool IsDead(string eventId) => _dead.Contains(eventId) && !HasMet(eventId);

    public bool HasEnded => Has(ReactionKind.Ends);

    /// <summary>An undo stands here, of something or of nothing: nothing more is done.</summary>
    public bool IsTurnedBack => Has(ReactionKind.Undoes) || Has(ReactionKind.Expires);

    /// <summary>What an operation brought, if it was done.</summary>
    public JsonElement? ResultOf(string operation) => Doing(operation)?.Payload;

    /// <summary>What the log alone says about a reaction; nothing where its work has to be done.</summary>
    public HopOutcome? WithoutWork(DefinedReaction reaction) => reaction switch
    {
        { Undoes: not null } when IsTurnedBack => HopOutcome.AlreadyUndone,
        { Undoes: { } done } when Doing(done) is null => HopOutcome.NothingToUndo,
        { Undoes: null } when IsTurnedBack => HopOutcome.TurnedBackBefore,
        _ => null,
    };

    /// <summary>The record that it was done, which may have brought nothing.</summary>
    private Reacted? Doing(string operation) =>
        _reacted.FirstOrDefault(reacted => reacted.Operation == operation && reacted.Outcome is HopOutcome.Done);

    private bool Has(ReactionKind kind) => _reacted.Any(reacted =>
        reacted.Outcome is HopOutcome.Done or HopOutcome.NothingToUndo
        && _service.Reactions.Any(reaction => reaction.Defined.Operation == reacted.Operation && reaction.Defined.Kind == kind));
}
