using System.Text;
using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>
/// The storm is over: bugs are mended and dead letters put back; then every run comes to its end, read models equal their accounts, also when
/// they were built anew while tellers went on, and what there is of money, goods and parcels is what the orders say.
/// </summary>
internal sealed class EventAftermath(EventWorld world)
{
    private const int LateTellers = 12;
    private const int OpeningBalance = 10_000;
    private const int OpeningStock = 1_000;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly HopBooks _hops = world.Judge.Hops;

    /// <summary>The longest lateness, stall, deadline and silence one behind the other, and as much again for queues.</summary>
    private TimeSpan Bound => TimeSpan.FromMinutes(90) + 2 * world.Weather.Profile.Skew + (world.Weather.Profile.Retention is null ? TimeSpan.Zero : TimeSpan.FromHours(4));

    private EventHost Host => world.Hosts[0];

    public async Task JudgeAsync()
    {
        world.Weather.Calm();
        world.Mend();
        world.Places.BootAll();
        if (!await UntilAsync(async () =>
        {
            await PutBackAsync();
            return Open.Count == 0;
        }))
        {
            world.Alarm.Raise($"run {Open[0]} is still open {Bound} after everything was well again: {string.Join(", ", _hops.Runs[Open[0]].Select(hop => $"{hop.Service} {hop.Record}"))}");
            return;
        }

        await JudgeAccountsAsync();
        await WriteWhileBuildingAsync();
        await JudgeAccountsAsync();
        await JudgeOrdersAsync();
        await JudgeLeftoversAsync();
    }

    private IReadOnlyList<string> Open => [.. _hops.Runs.Keys.Where(run => _hops.BeganOf(run) is not null && _hops.SettledOf(run) is null)];

    private async Task PutBackAsync()
    {
        var letters = Host.Get<DeadLetters>();
        foreach (var subscription in letters.Subscriptions)
        {
            foreach (var letter in await letters.ListAsync(subscription))
                await letters.PutBackAsync(subscription, letter.Letter, "ann", "It is mended.");
        }
    }

    /// <summary>Tellers go on while both read models are built anew, by every host.</summary>
    private Task WriteWhileBuildingAsync()
    {
        var tellers = Enumerable.Range(1, LateTellers).Select(number => new Teller(world, 100_000 + number).LiveAsync(TimeSpan.FromSeconds(20)));
        var builds = world.Hosts.SelectMany(host => new[] { "ledger", "balances_by_customer" }.Select(name => host.Get<Projector<Account>>().RebuildAsync(name)));
        return Task.WhenAll([.. tellers, .. builds]);
    }

    private async Task JudgeAccountsAsync()
    {
        var projector = Host.Get<Projector<Account>>();
        if (!await UntilAsync(async () => (await projector.LagAsync()).Waiting == 0))
        {
            world.Alarm.Raise($"read models are still behind {Bound} after everything was well again");
            return;
        }

        var accounts = new List<Aggregate<Account>>();
        foreach (var id in Teller.All)
            accounts.Add(await Host.Accounts.LoadAsync(id));
        foreach (var account in accounts)
            await JudgeAsync(account);
        var opened = accounts.Where(account => account.Version > 0).ToList();
        var ledger = await projector.FindAsync(AccountProjections.Ledger, "EUR");
        if ((ledger?.Accounts ?? 0, ledger?.Total ?? 0m) is var told && told != (opened.Count, opened.Sum(account => account.State.Balance)))
            world.Alarm.Raise($"the ledger says {told}, and {opened.Count} accounts hold {opened.Sum(account => account.State.Balance)}");
        foreach (var customer in opened.GroupBy(account => account.State.CustomerId!))
        {
            var row = await projector.FindAsync(AccountProjections.ByCustomer, customer.Key);
            if (row is null || (row.Accounts, row.Balances.GetValueOrDefault("EUR")) != (customer.Count(), customer.Sum(account => account.State.Balance)))
                world.Alarm.Raise($"{customer.Key} has {customer.Sum(account => account.State.Balance)}, and the read model says {row}");
        }
    }

    private async Task JudgeAsync(Aggregate<Account> account)
    {
        var sum = world.Intents.Where(intent => intent.Value.Account == account.Id && world.Judge.HasLanded(intent.Key)).Sum(intent => intent.Value.Amount);
        if (sum != account.State.Balance || account.State.Balance < 0)
            world.Alarm.Raise($"{account.Id} holds {account.State.Balance}, and what it accepted comes to {sum}");
        if (await Host.Accounts.EvidenceAsync(account.Id) is { } document)
            world.RequireHolds(Encoding.UTF8.GetBytes(document.ToJsonString()), account.Id);
    }

    private async Task JudgeOrdersAsync()
    {
        foreach (var run in _hops.Runs.Keys.Where(run => _hops.BeganOf(run) is not null))
        {
            foreach (var view in new[] { EvidenceView.Pattern, EvidenceView.Events })
            {
                if (await DocumentAsync(TransactionId.Parse(run), view) is { } document)
                    world.RequireHolds(document, $"run {run}");
            }
        }

        var completed = _hops.Runs.Keys.Where(run => _hops.SettledOf(run) is { Status: TransactionStatus.Completed })
            .Select(run => _hops.BeganOf(run)!.Input.Deserialize<PlaceOrder>(WireJson.Tolerant)!).ToList();
        var samples = new SampleStore(world.Judge);
        var spent = (await samples.ReadAsync("accounts"))!.Sum(row => OpeningBalance - row.GetProperty("balance").GetDecimal());
        var gone = (await samples.ReadAsync("stock"))!.Sum(row => OpeningStock - row.GetProperty("available").GetInt32());
        var orders = (await samples.ReadAsync("orders"))!.Count(row => row.GetProperty("status").GetString() == "completed");
        var (books, said) = ((spent, gone, orders), (completed.Sum(order => order.Amount), completed.Sum(order => order.Quantity), completed.Count));
        if (books != said)
            world.Alarm.Raise($"money, goods and orders are {books}, and the runs say {said}");
    }

    private async Task<byte[]?> DocumentAsync(TransactionId run, EvidenceView view)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(await Host.Get<ChoreographyClient>().EvidenceAsync(run, view), WireJson.Tolerant);
        }
        catch (TransactionForgottenException) when (world.Weather.Profile.Retention is not null)
        {
            return null;
        }
    }

    private async Task JudgeLeftoversAsync()
    {
        // What the bus still brings comes late; in seeds with retention, when runs are forgotten.
        await Task.Delay(world.Weather.Profile.Retention is null ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(6), world.Time);
        await PutBackAsync();
        await Task.Delay(TimeSpan.FromMinutes(1), world.Time);
        string[] kinds = world.Weather.Profile.Retention is null ? ["x|", "r|"] : ["x|", "r|", "e|"];
        foreach (var partition in world.Choreography.Services.Select(service => service.Partition).Distinct())
        {
            foreach (var kind in kinds)
            {
                if ((await world.Judge.ReadAsync(partition, RowQuery.Prefix(kind))).Rows is [var left, ..])
                    world.Alarm.Raise($"{left.Key} is left in {partition}");
            }
        }
    }

    private async Task<bool> UntilAsync(Func<Task<bool>> isDone)
    {
        for (var until = world.Time.GetUtcNow() + Bound; world.Time.GetUtcNow() <= until; await Task.Delay(Step, world.Time))
        {
            if (await isDone())
                return true;
        }

        return false;
    }
}
