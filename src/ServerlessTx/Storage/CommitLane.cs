namespace ServerlessTx;

/// <summary>The commits of one partition that wait while a batch of it is on its way, in the order in which they came.</summary>
internal sealed class CommitLane(string partition)
{
    // How many are looked at for one batch: where all want one row, a long queue must not be walked for each of them.
    private const int LookAhead = 4 * StoreLimits.BatchWrites;

    private readonly LinkedList<CommitMember> _waiting = new();

    public string Partition { get; } = partition;

    public bool IsEmpty => _waiting.Count == 0;

    public void Add(CommitMember member) => _waiting.AddLast(member);

    /// <summary>Takes the next batch. Somebody must be waiting.</summary>
    /// <remarks>
    /// The first who waits always goes, so nobody starves. Who is passed over holds back those behind it that touch one of its
    /// rows: each row sees its commits in their order of arrival.
    /// </remarks>
    public CommitGroup Take()
    {
        var taken = new List<CommitMember>();
        var rows = new HashSet<string>(StringComparer.Ordinal);
        var (writes, bytes) = (0, 0);
        var node = _waiting.First;
        for (var looked = 0; node is not null && writes < StoreLimits.BatchWrites && looked < LookAhead; looked++)
        {
            var (member, here) = (node.Value, node);
            node = node.Next;
            var free = !member.Batch.Any(write => rows.Contains(write.Key));
            rows.UnionWith(member.Batch.Select(write => write.Key));
            if (!free || writes + member.Batch.Count > StoreLimits.BatchWrites || bytes + member.Bytes > StoreLimits.BatchBytes)
                continue;
            taken.Add(member);
            _waiting.Remove(here);
            writes += member.Batch.Count;
            bytes += member.Bytes;
        }

        return new CommitGroup(this, taken);
    }
}
