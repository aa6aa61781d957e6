using System.Security.Cryptography;

namespace ServerlessTx.Specifications;

/// <summary>A key is made once, is the same for everybody, and once destroyed never comes back.</summary>
public sealed class SubjectKeySpecifications
{
    [Fact]
    public void A_key_is_made_once_and_destroyed_once() => VirtualTime.Run(async time =>
    {
        var keys = Table(new MemoryPartitionStore(), time);
        Assert.IsType<SubjectKey.None>(await keys.FindAsync("a"));
        var made = Assert.IsType<SubjectKey.Kept>(await keys.FindOrMakeAsync("a"));
        Assert.Equal(made.Key.ToArray(), Assert.IsType<SubjectKey.Kept>(await keys.FindOrMakeAsync("a")).Key.ToArray());
        Assert.NotEqual(made.Key.ToArray(), Assert.IsType<SubjectKey.Kept>(await keys.FindOrMakeAsync("b")).Key.ToArray());

        var erased = await keys.EraseAsync("a", "ann", "asked");
        await Task.Delay(TimeSpan.FromHours(1), time);
        Assert.Equal(erased, await keys.EraseAsync("a", "bob"));
        Assert.Equal(erased, await keys.FindOrMakeAsync("a"));
        Assert.Equal(("ann", "asked"), (erased.By, erased.Reason));
        return true;
    });

    [Fact]
    public void Of_the_key_nothing_is_left_in_the_row() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var keys = Table(store, time);
        var key = Assert.IsType<SubjectKey.Kept>(await keys.FindOrMakeAsync("a")).Key;
        Assert.Contains(Convert.ToBase64String(key.Span), await RowsAsync(store), StringComparison.Ordinal);
        await keys.EraseAsync("a", "ann");
        Assert.DoesNotContain("\"key\"", await RowsAsync(store), StringComparison.Ordinal);
        return true;
    });

    /// <summary>Whoever read before the erasure that there is no key finds the tombstone when he writes one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_is_late_brings_no_key_back(bool hadOne) => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var hooked = new HookedStore(store);
        var (keys, rival) = (Table(hooked, time), Table(store, time));
        if (hadOne)
            await rival.FindOrMakeAsync("a");
        var rounds = 0;
        hooked.BeforeCommit = async () =>
        {
            if (rounds++ == 0)
                await rival.EraseAsync("a", "rival");
        };
        var found = hadOne ? await keys.EraseAsync("a", "late") : Assert.IsType<SubjectKey.Erased>(await keys.FindOrMakeAsync("a"));
        Assert.Equal("rival", found.By);
        return true;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_answer_that_is_lost_changes_nothing(int lost) => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var lossy = new LossyStore(store);
        var keys = Table(lossy, time);
        await keys.FindAsync("a");
        lossy.LoseAnswers = lost;
        Assert.Equal("ann", (await keys.EraseAsync("a", "ann")).By);
        Assert.IsType<SubjectKey.Erased>(await Table(store, time).FindAsync("a"));
        return true;
    });

    [Fact]
    public void A_wrapping_key_is_named_beside_what_it_wrapped() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var made = Assert.IsType<SubjectKey.Kept>(await Table(store, time, new Xor("vault/1")).FindOrMakeAsync("a"));
        Assert.DoesNotContain(Convert.ToBase64String(made.Key.Span), await RowsAsync(store), StringComparison.Ordinal);
        var rotated = Table(store, time, new Xor("vault/2"));
        Assert.Equal(made.Key.ToArray(), Assert.IsType<SubjectKey.Kept>(await rotated.FindAsync("a")).Key.ToArray());
        Assert.Contains("vault/1", (await Assert.ThrowsAsync<InvalidOperationException>(() => Table(store, time).FindAsync("a"))).Message, StringComparison.Ordinal);
        return true;
    });

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a|b")]
    [InlineData("ä")]
    public void What_cannot_be_an_id_is_none(string subject) => VirtualTime.Run(async time =>
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table(new MemoryPartitionStore(), time).EraseAsync(subject, "ann"));
        return true;
    });

    private static SubjectKeyTable Table(IPartitionStore store, TimeProvider time, IKeyWrapping? wrapping = null) =>
        new(store, time, RandomNumberGenerator.Create(), wrapping, partitions: 1);

    private static async Task<string> RowsAsync(IPartitionStore store)
    {
        var rows = await store.ReadAsync("y00", RowQuery.Prefix("y|"));
        return string.Join('\n', rows.Rows.Select(row => System.Text.Encoding.UTF8.GetString(row.Payload.Span)));
    }

    /// <summary>A vault whose keys are its keys' names.</summary>
    private sealed class Xor(string name) : IKeyWrapping
    {
        public string Name => name;

        public Task<ReadOnlyMemory<byte>> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellation) => UnwrapAsync(name, key, cancellation);

        public Task<ReadOnlyMemory<byte>> UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation) =>
            Task.FromResult<ReadOnlyMemory<byte>>(wrapped.ToArray().Select((b, i) => (byte)(b ^ name[i % name.Length])).ToArray());
    }
}
