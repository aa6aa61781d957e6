using System.Text;

namespace ServerlessTx.Contracts;

/// <summary>Group commit over a store whose every batch is held until the test has looked at it.</summary>
public abstract class GroupCommitTest
{
    protected const string Partition = "07";

    protected static CommitResult Done => CommitResult.Done;

    protected MemoryPartitionStore Memory { get; } = new();

    protected GatedPartitionStore Gate { get; }

    protected GroupCommitStore Store { get; set; }

    protected GroupCommitTest()
    {
        Gate = new GatedPartitionStore(Memory);
        Store = new GroupCommitStore(Gate);
    }

    /// <summary>A commit that inserts these keys.</summary>
    protected Task<CommitResult> InsertAsync(params string[] keys) => CommitAsync([.. keys.Select(key => new RowWrite.Insert(key, default))]);

    protected Task<CommitResult> CommitAsync(params RowWrite[] batch) => Store.CommitAsync(Partition, batch);

    /// <summary>A row that stands in the store already.</summary>
    protected Task GivenAsync(params string[] keys) => Memory.CommitAsync(Partition, [.. keys.Select(key => new RowWrite.Insert(key, default))]);

    /// <summary>Lets the next batch arrive, and says what was in it.</summary>
    protected async Task<string> ArriveAsync()
    {
        var held = await Gate.NextAsync();
        held.Arrive();
        return held.ToString();
    }

    protected async Task<string> ContentsAsync() => string.Join(" ", (await Memory.ReadAsync(Partition, new RowQuery("", "\uFFFD"))).Rows
        .Select(row => row.Payload.IsEmpty ? row.Key : $"{row.Key}={Encoding.UTF8.GetString(row.Payload.Span)}"));
}
