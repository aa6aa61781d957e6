using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>What is told of a branch that has been concluded.</summary>
internal sealed record ConclusionReport : Observed
{
    /// <param name="server">Asked behind the conclusion.</param>
    /// <param name="released">The locks that ended with it.</param>
    public ConclusionReport(Observed server, IEnumerable<string> released)
        : base(server) => Released = [.. released.Order(StringComparer.Ordinal)];

    /// <summary>The locks that ended with it.</summary>
    public IReadOnlyList<string> Released { get; }

    /// <summary>What was checked under the locks holds for what is committed under them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Checks { get; init; }
}
