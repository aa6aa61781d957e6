using System.Globalization;

namespace ServerlessTx.Explorer;

/// <summary>What an actor waits for at a gate. Two requests with one content are the same to everybody but who waits.</summary>
internal abstract record Request(string Content)
{
    /// <summary>In whose partition the rows are that it is about.</summary>
    public string Place => this switch
    {
        Read read => read.Partition,
        Commit commit => commit.Partition,
        Message message => message.Partition,
        _ => throw new InvalidOperationException($"{this} is about no rows."),
    };

    /// <summary>Rows to be read.</summary>
    public sealed record Read(string Partition, RowQuery Query)
        : Request(string.Create(CultureInfo.InvariantCulture, $"read {Partition} {Query.From} {Query.To} {Query.Limit} {Query.WithPayload}"));

    /// <summary>A batch to be committed.</summary>
    public sealed record Commit(string Partition, IReadOnlyList<RowWrite> Batch)
        : Request($"commit {Partition} {string.Join(' ', Batch.Select(RowText.Of))}");

    /// <summary>Something that a participant is to hear.</summary>
    /// <param name="Partition">Where it has its rows.</param>
    /// <param name="Work">What it does when the message arrives.</param>
    /// <param name="Content">What the message says to it.</param>
    public abstract record Message(string Partition, ParticipantWork Work, string Content) : Request(Content);

    /// <summary>A side of a group to be asked or told something.</summary>
    /// <param name="What">What, as traces say it too.</param>
    /// <param name="Side">Which.</param>
    /// <param name="Work">What it does when the message arrives.</param>
    public sealed record Tell(string What, string Side, ParticipantWork Work) : Message(Side, Work, $"tell {Side} {What}")
    {
        /// <summary>Of a first-phase call, the version of the mode that it belongs to.</summary>
        public long? FirstPhaseOf { get; init; }
    }

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
        : Message(Call.Branch, Work, $"ask {Call} {Decision} {Says}");

    /// <summary>A wait that is no pause between attempts: for a signal, at most until its round is over.</summary>
    public sealed record Sleep(DateTimeOffset Until) : Request($"sleep {Until:O}");
}

/// <summary>What a participant does with a message: reads and writes its rows, and answers.</summary>
/// <param name="store">Its rows.</param>
/// <param name="isWilling">Whether it says yes where it may say no.</param>
internal delegate Task<object> ParticipantWork(IPartitionStore store, bool isWilling);
