using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>What an actor waits for at a gate. Two requests with one content are the same to everybody but who waits.</summary>
internal abstract record Request(string Content)
{
    /// <summary>Rows to be read.</summary>
    public sealed record Read(string Partition, RowQuery Query)
        : Request(string.Create(CultureInfo.InvariantCulture, $"read {Partition} {Query.From} {Query.To} {Query.Limit} {Query.WithPayload}"));

    /// <summary>A batch to be committed.</summary>
    public sealed record Commit(string Partition, IReadOnlyList<RowWrite> Batch)
        : Request($"commit {Partition} {string.Join(' ', Batch.Select(RowText.Of))}");

    /// <summary>
    /// A participant to be asked. The content is what the message says to it; the attempt is left out, since a participant that keeps its
    /// barrier does the same at each.
    /// </summary>
    /// <param name="Call">The call.</param>
    /// <param name="Attempt">Which attempt.</param>
    /// <param name="Decision">Of a second-phase call, the append that holds the decision.</param>
    /// <param name="Work">What the participant does when the message arrives.</param>
    /// <param name="Says">What else stands in the message.</param>
    public sealed record Ask(CallName Call, int Attempt, ChainHash? Decision, ParticipantWork Work, string Says)
        : Request($"ask {Call} {Decision} {Says}");

    /// <summary>A wait that is no pause between attempts: for a signal, at most until its round is over.</summary>
    public sealed record Sleep(DateTimeOffset Until) : Request($"sleep {Until:O}");
}

/// <summary>What a participant does with a message: reads and writes its rows, and answers.</summary>
/// <param name="store">Its rows.</param>
/// <param name="isWilling">Whether it says yes where it may say no.</param>
internal delegate Task<object> ParticipantWork(IPartitionStore store, bool isWilling);
