using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>No transaction is half in one mode and half in the other.</summary>
public sealed class ModeFences
{
    [Fact]
    public void A_prepare_of_an_older_mode_is_refused_and_a_commit_is_served() => ModesWorld.Run(async world =>
    {
        var (accounts, prepared, late) = (world.Host.Get<AccountsDb>(), world.NewId(), world.NewId());
        Assert.StartsWith("Done", await accounts.PrepareAsync(Call(prepared, Phase.Prepare, mode: 1)).Text());
        await Side(accounts).TellAsync(ResilientTransfer.Name, 4, default);
        Assert.Equal("Refused mode_superseded", await accounts.PrepareAsync(Call(late, Phase.Prepare, mode: 1)).Text());
        Assert.StartsWith("Done", await accounts.CommitAsync(Call(prepared, Phase.Commit, mode: 1)).Text());
        Assert.Equal(990m, await world.BalanceAsync("a"));
        Assert.Equal("Refused mode_superseded", await accounts.PrepareAsync(Call(late, Phase.Prepare, mode: 1)).Text());
    });

    [Fact]
    public void A_call_of_a_newer_mode_teaches_it() => ModesWorld.Run(async world =>
    {
        var accounts = world.Host.Get<AccountsDb>();
        var (newer, older) = (Call(world.NewId(), Phase.Prepare, mode: 7), Call(world.NewId(), Phase.Prepare, mode: 3));
        Assert.StartsWith("Done", await accounts.PrepareAsync(newer).Text());
        Assert.Equal("Refused mode_superseded", await accounts.PrepareAsync(older).Text());
        Assert.Equal((0L, 7L), (newer.Mode!.Told, older.Mode!.Told));
        Assert.Equal(7, await Side(accounts).TellAsync(ResilientTransfer.Name, 5, default));
    });

    [Fact]
    public void Prepares_that_race_a_switch_are_accepted_before_it_or_refused() => VirtualTime.Run(async time =>
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var world = new ModesWorld(time, memory: new SlowStore(new MemoryPartitionStore(), time, seed));
            var accounts = world.Host.Get<AccountsDb>();
            var calls = Enumerable.Range(0, 6).Select(i => Call(world.NewId(), Phase.Prepare, mode: 1, from: $"a{i}", to: $"b{i}")).ToList();
            var told = false;
            var answers = calls.Select(async call =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(seed), time);
                var begunBehind = told;
                var answer = await accounts.PrepareAsync(call).Text();
                Assert.False(begunBehind && answer.StartsWith("Done", StringComparison.Ordinal), "It was accepted behind the switch.");
                Assert.True(!answer.StartsWith("Done", StringComparison.Ordinal) || call.Mode!.Told <= 1);
            }).ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
            await Side(accounts).TellAsync(ResilientTransfer.Name, 4, default);
            told = true;
            answers.Add(AssertRefusedAsync(accounts, Call(world.NewId(), Phase.Prepare, mode: 1)));
            await Task.WhenAll(answers);
        }

        return true;
    });

    [Fact]
    public void One_that_began_on_a_mode_that_is_over_comes_to_nothing() => ModesWorld.Run(async world =>
    {
        world.Cut(Transfer.Ledger);
        await world.UntilAsync(Mode.Degraded);
        var admission = world.Host.Get<ModeAdmission>();
        var stale = await admission.AdmitAsync(world.Host.Get<ModeRegistry>().Find(ResilientTransfer.Name)!.Strict, JsonElement.Parse(Inputs.Transfer("a", "b", 1)), default);
        world.Mend(Transfer.Ledger);
        await world.UntilAsync(Mode.Strict);
        var call = Call(world.NewId(), Phase.Action, stale.Mode!.Version, branch: "ledger_db_move", away: [Transfer.Ledger]);
        var ledger = world.Host.Get<ModeRegistry>().Find(ResilientTransfer.Name)!.Side(Transfer.Ledger);
        var answer = await world.Host.Get<ModeBuffer>().BufferAsync(call, ledger, JsonElement.Parse(Inputs.Transfer("a", "b", 1)));
        Assert.Equal("mode_superseded", Assert.IsType<StepAnswer<SideDone>.Refused>(answer).Reason);
        Assert.Equal("Refused mode_superseded", await world.Host.Get<AccountsDb>().PrepareAsync(Call(world.NewId(), Phase.Prepare, stale.Mode.Version)).Text());
    });

    private static async Task AssertRefusedAsync(AccountsDb accounts, Call<TransferMoney> call) =>
        Assert.Equal("Refused mode_superseded", await accounts.PrepareAsync(call).Text());

    private static IDegradedSide<TransferMoney> Side(AccountsDb accounts) => accounts;

    private static Call<TransferMoney> Call(
        string id, Phase phase, long mode, string from = "a", string to = "b", string branch = Transfer.Accounts, IReadOnlyList<string>? away = null) => new(new CallRequest
        {
            TransactionId = id,
            Name = new CallName(branch, phase),
            Attempt = 1,
            Input = JsonElement.Parse(Inputs.Transfer(from, to, 10)),
            Deadline = DateTimeOffset.MaxValue,
            Results = new Dictionary<string, JsonElement>(),
            Mode = new ModeTicket(new PinnedMode(ResilientTransfer.Name, mode, away is null ? Mode.Strict : Mode.Degraded) { Away = away ?? [] }),
            Cancellation = default,
        });
}
