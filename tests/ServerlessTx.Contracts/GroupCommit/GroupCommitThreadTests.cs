using System.Diagnostics;

namespace ServerlessTx.Contracts;

public sealed class GroupCommitThreadTests : GroupCommitTest
{
    [Fact]
    public void Everything_runs_on_the_one_thread_of_the_caller() => SingleThread.Run(async () =>
    {
        var threads = new HashSet<int>();
        var store = new GroupCommitStore(new ObservedStore(Memory, async () =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Yield();
            threads.Add(Environment.CurrentManagedThreadId);
        }), mostOnTheirWay: 1);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            Assert.Equal(Done, await store.CommitAsync($"{i % 7}", [new RowWrite.Insert($"{i}", default)]));
            threads.Add(Environment.CurrentManagedThreadId);
        }));
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    });

    [Fact]
    public async Task A_store_that_answers_at_once_does_not_recurse_through_those_who_wait()
    {
        await GivenAsync("x");
        var depth = new HashSet<int>();
        var first = new TaskCompletionSource();
        Store = new GroupCommitStore(new ObservedStore(Memory, async () =>
        {
            await first.Task;
            depth.Add(new StackTrace().FrameCount);
        }));
        var commits = Enumerable.Range(0, 1000).Select(_ => CommitAsync(new RowWrite.Replace("x", RowWrite.AnyETag, default))).ToList();
        first.SetResult();
        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(Done, result));
        Assert.InRange(depth.Max(), 1, 200);
    }

    [Fact]
    public async Task Nobody_is_forgotten_when_many_threads_come_and_go()
    {
        Store = new GroupCommitStore(new ObservedStore(Memory, async () => await Task.Yield()), mostOnTheirWay: 2);
        var stored = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() => WorkAsync(new Random(worker)))));
        var rows = 0;
        for (var partition = 0; partition < 4; partition++)
            rows += (await Memory.ReadAsync($"{partition}", new RowQuery("", "~", Limit: 10_000))).Rows.Count;
        Assert.InRange(rows, stored.Sum(worker => worker.Done), stored.Sum(worker => worker.Done + worker.GaveUp));
    }

    [Fact]
    public async Task A_batch_is_sent_under_the_ambient_values_of_its_first_member()
    {
        var ambient = new AsyncLocal<string>();
        var seen = new List<string?>();
        Store = new GroupCommitStore(new ObservedStore(Gate, () =>
        {
            seen.Add(ambient.Value);
            return Task.CompletedTask;
        }));
        var commits = new[] { "first", "second", "third" }.Select(async name =>
        {
            ambient.Value = name;
            return await InsertAsync(name);
        }).ToList();
        Assert.Equal("first", await ArriveAsync());
        Assert.Equal("second third", await ArriveAsync());
        await Task.WhenAll(commits);
        Assert.Equal(["first", "second"], seen);
    }

    /// <summary>Inserts rows that others want too, and sometimes gives up; says how many are stored and how many may be.</summary>
    private async Task<(int Done, int GaveUp)> WorkAsync(Random random)
    {
        var (done, gaveUp) = (0, 0);
        for (var i = 0; i < 200; i++)
        {
            using var givingUp = new CancellationTokenSource();
            var commit = Store.CommitAsync($"{random.Next(4)}", [new RowWrite.Insert($"{random.Next(500)}", default)], givingUp.Token);
            if (random.Next(10) == 0)
                await givingUp.CancelAsync();
            try
            {
                done += await commit == Done ? 1 : 0;
            }
            catch (OperationCanceledException)
            {
                gaveUp++;
            }
        }

        return (done, gaveUp);
    }
}
