using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The aggregates of one type for whoever has names and JSON instead of its classes: an HTTP route, a message.</summary>
internal abstract class AggregateDesk
{
    /// <summary>The type's stored name.</summary>
    public abstract string Type { get; }

    /// <summary>What may be asked, and the JSON that each takes.</summary>
    public abstract IReadOnlyDictionary<string, Type> Commands { get; }

    /// <summary>What <see cref="Aggregate{TState}.State"/> looks like.</summary>
    public abstract Type StateType { get; }

    /// <summary>As it is, or as it was. At version 0 nothing has happened to it.</summary>
    /// <returns>Nothing when it has not come to that version.</returns>
    public abstract Task<Aggregate<JsonElement>?> ReadAsync(string id, AsOf? asOf, CancellationToken cancellation);

    /// <summary>What has happened, in order.</summary>
    public abstract Task<IReadOnlyList<HappenedEvent>> HistoryAsync(string id, long after, int limit, CancellationToken cancellation);

    /// <summary>The document <c>event_sourced_aggregate</c>, of now or of then.</summary>
    /// <returns>Nothing when nothing had happened to it, or when it has not come to that version.</returns>
    public abstract Task<JsonObject?> EvidenceAsync(string id, AsOf? asOf, CancellationToken cancellation);

    /// <summary>Reads a command, decides it and appends what happens.</summary>
    /// <param name="id">The aggregate.</param>
    /// <param name="command">One of <see cref="Commands"/>.</param>
    /// <param name="body">Its fields.</param>
    /// <param name="terms">An expected version, an idempotency key.</param>
    /// <param name="cancellation">Ends the waiting; what was appended stays.</param>
    /// <exception cref="InvalidInputException">The body is not what the command takes.</exception>
    public abstract Task<CommandResult<JsonElement, JsonElement>> HandleAsync(
        string id, string command, JsonElement body, CommandTerms terms, CancellationToken cancellation);
}
