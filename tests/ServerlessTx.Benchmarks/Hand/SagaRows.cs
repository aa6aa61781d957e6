using System.Security.Cryptography;
using Azure.Data.Tables;

namespace ServerlessTx.Benchmarks;

/// <summary>The rows of one real saga, batch by batch, to be written again by hand under other ids.</summary>
internal sealed class SagaRows
{
    private const int Shards = 16;

    private readonly IReadOnlyList<IReadOnlyList<RowWrite>> _batches;
    private readonly string _id;

    private SagaRows(IReadOnlyList<IReadOnlyList<RowWrite>> batches, string id) => (_batches, _id) = (batches, id);

    public int Batches => _batches.Count;

    public int Rows => _batches.Sum(batch => batch.Count);

    public static async Task<SagaRows> OfOneAsync(bool withKey)
    {
        var store = new RecordingStore();
        await using var product = await Product.On(store, NoOps.Saga()).ReadyAsync();
        store.Batches.Clear();
        var id = await product.RunAsync(withKey ? "key" : null);
        return Of(store, id);
    }

    /// <summary>What the store has kept of one transaction, whatever its pattern.</summary>
    public static SagaRows Of(RecordingStore store, TransactionId id) => new([.. store.Batches], id.ToString());

    /// <summary>A new id as the product makes them: newest first, and in any shard.</summary>
    public static TransactionId NewId(int? shard = null) =>
        TransactionId.New(TimeProvider.System.GetUtcNow(), shard ?? Random.Shared.Next(Shards), RandomNumberGenerator.Create());

    /// <summary>One batch of one transaction, ready for the table's client.</summary>
    public IEnumerable<TableTransactionAction> Actions(int batch, TransactionId id) => _batches[batch].Select(write => Action(write, id));

    private TableTransactionAction Action(RowWrite write, TransactionId id)
    {
        // A key's row names no transaction; it gets a name of its own all the same.
        var key = write.Key.Contains(_id, StringComparison.Ordinal) ? write.Key.Replace(_id, id.ToString(), StringComparison.Ordinal) : $"{write.Key}{id}";
        var entity = new TableEntity(id.Partition, key);
        if (write is RowWrite.Insert insert)
        {
            if (insert.Payload.Length > 0)
                entity["payload"] = insert.Payload.ToArray();
            foreach (var (name, value) in insert.Columns)
                entity[name] = value;
            return new TableTransactionAction(TableTransactionActionType.Add, entity);
        }

        return new TableTransactionAction(TableTransactionActionType.Delete, entity, Azure.ETag.All);
    }
}
