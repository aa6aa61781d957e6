namespace ServerlessTx.Processes;

/// <summary>A transaction after the storm, as its evidence tells it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Workflow">What it ran.</param>
/// <param name="Status">Its status in the list.</param>
/// <param name="Key">The key that began it.</param>
/// <param name="FirstWord">What was said to it first: what it was rejected with, or the driver who accepted.</param>
/// <param name="Takeovers">How often another driver took it over.</param>
internal sealed record EndedTransaction(string Id, string Workflow, string Status, string? Key, string? FirstWord, int Takeovers)
{
    /// <summary>Of a child: the transaction that began it.</summary>
    public string? Parent { get; init; }

    /// <summary>Who turned it back from outside; none where nobody did, or where its own refusal did.</summary>
    public string? TurnedBackBy { get; init; }

    /// <summary>Its evidence, as it was served.</summary>
    public ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>The random part of the id, with which the ids of its services' rows end.</summary>
    public string Own => Id.Split('-')[^1];
}
