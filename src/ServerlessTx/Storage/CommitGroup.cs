namespace ServerlessTx;

/// <summary>The commits of one partition that go in one batch, until each of them has its answer.</summary>
internal sealed class CommitGroup(CommitLane lane, IReadOnlyList<CommitMember> members)
{
    // Whoever fails first is isolated and the rest go together again; a second failure says that they are not worth more guesses.
    private const int SendsTogether = 2;

    public CommitLane Lane { get; } = lane;

    /// <summary>Runs a task under the ambient values of the first member, not of whoever's batch ended before.</summary>
    public void Start(Func<CommitGroup, Task> send)
    {
        if (members[0].Context is { } context)
            ExecutionContext.Run(context, _ => send(this), null);
        else
            send(this);
    }

    /// <summary>Sends until everyone is answered. Never throws: what is thrown belongs to the members it was sent for.</summary>
    public async Task SettleAsync(IPartitionStore store)
    {
        for (var send = 0; send < SendsTogether && Unanswered() is { Count: > 0 } together; send++)
            await SendAsync(store, together);
        foreach (var alone in Unanswered())
            await SendAsync(store, [alone]);
    }

    // Who has given up by now is not sent, or not sent again.
    private List<CommitMember> Unanswered() => members.Where(member => !member.IsAnswered).ToList();

    private async Task SendAsync(IPartitionStore store, List<CommitMember> sent)
    {
        try
        {
            // No member's token: one that gives up must not disturb the others, and its row stays in order while the answer is out.
            var batch = sent.Count == 1 ? sent[0].Batch : sent.SelectMany(member => member.Batch).ToList();
            var result = await store.CommitAsync(Lane.Partition, batch, CancellationToken.None);
            if (result is CommitResult.Conflict conflict)
                TellOwner(sent, conflict.Index);
            else
                sent.ForEach(member => member.Tell(result));
        }
        catch (Exception unanswered)
        {
            // The batch may have landed: every member of it reads back for itself.
            sent.ForEach(member => member.Fail(unanswered));
        }
    }

    private static void TellOwner(List<CommitMember> sent, int index)
    {
        foreach (var member in sent)
        {
            if (index < member.Batch.Count)
            {
                member.Tell(new CommitResult.Conflict(index));
                return;
            }

            index -= member.Batch.Count;
        }

        throw new InvalidOperationException("The store names a conflict behind the end of the batch.");
    }
}
