using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The desk of one type.</summary>
internal sealed class TypedDesk<TState, TCommand, TEvent>(
    AggregateType<TState, TCommand, TEvent> type, Aggregates<TState, TCommand, TEvent> aggregates) : AggregateDesk
    where TCommand : notnull where TEvent : class
{
    public override string Type => type.Name;

    public override IReadOnlyDictionary<string, Type> Commands => type.Commands.Types;

    public override Type StateType => typeof(TState);

    public override async Task<Aggregate<JsonElement>?> ReadAsync(string id, AsOf? asOf, CancellationToken cancellation) => asOf switch
    {
        null => Plain(await aggregates.LoadAsync(id, cancellation)),
        AsOf.Version version => await aggregates.AsOfAsync(id, version.Number, cancellation) is { } found ? Plain(found) : null,
        AsOf.Moment moment => Plain(await aggregates.AsOfAsync(id, moment.At, cancellation)),
        _ => throw new ArgumentOutOfRangeException(nameof(asOf), asOf, "There is no such point."),
    };

    public override Task<IReadOnlyList<HappenedEvent>> HistoryAsync(string id, long after, int limit, CancellationToken cancellation) =>
        aggregates.HistoryAsync(id, after, limit, cancellation);

    public override Task<JsonObject?> EvidenceAsync(string id, AsOf? asOf, CancellationToken cancellation) => asOf switch
    {
        null => aggregates.EvidenceAsync(id, cancellation),
        AsOf.Version version => aggregates.EvidenceAsync(id, version.Number, cancellation),
        AsOf.Moment moment => aggregates.EvidenceAsync(id, moment.At, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(asOf), asOf, "There is no such point."),
    };

    public override async Task<CommandResult<JsonElement, JsonElement>> HandleAsync(
        string id, string command, JsonElement body, CommandTerms terms, CancellationToken cancellation) =>
        await aggregates.HandleAsync(id, (TCommand)StrictInput.Read(body, Commands[command]), terms, cancellation) switch
        {
            CommandResult<TState, TEvent>.Accepted accepted => new CommandResult<JsonElement, JsonElement>.Accepted(
                Plain(accepted.Aggregate), [.. accepted.Events.Select(happened => WireJson.Keep(happened))])
            {
                IsReplay = accepted.IsReplay,
            },
            CommandResult<TState, TEvent>.Refused refused =>
                new CommandResult<JsonElement, JsonElement>.Refused(refused.Reason, Plain(refused.Aggregate)),
            CommandResult<TState, TEvent>.Conflict conflict => new CommandResult<JsonElement, JsonElement>.Conflict(conflict.Version),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };

    private static Aggregate<JsonElement> Plain(Aggregate<TState> aggregate) =>
        new(aggregate.Id, WireJson.ToElement(aggregate.State), aggregate.Head, aggregate.At);
}
