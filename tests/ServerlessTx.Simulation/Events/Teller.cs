using System.Text;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>
/// Sends one command to an account until it is answered, under a key, sometimes with the version that it must be at and sometimes twice at
/// once; then reads the account's evidence. It tells the alarm of whatever it is told that is not so.
/// </summary>
internal sealed class Teller(EventWorld world, int number)
{
    private const int Accounts = 6;
    private const int MostTries = 30;

    private readonly Weather _weather = world.Weather;
    private readonly CommandTerms _terms = new() { IdempotencyKey = $"command_{number}" };

    /// <summary>The version that the first acceptance named.</summary>
    private long? _accepted;

    public static IEnumerable<string> All => Enumerable.Range(0, Accounts).Select(i => $"acc_{i}");

    public static string CustomerOf(string account) => $"cust_{account[^1] % 3}";

    public async Task LiveAsync(TimeSpan within)
    {
        await Task.Delay(_weather.Between(TimeSpan.Zero, within), world.Time);
        var account = $"acc_{_weather.Random.Next(Accounts)}";
        decimal amount = _weather.Random.Next(1, 500);
        var (command, worth) = _weather.Random.Next(8) switch
        {
            < 3 => ((AccountCommand)new AccountCommand.Open(CustomerOf(account), "EUR", amount), amount),
            < 6 => (new AccountCommand.Deposit(amount), amount),
            6 => (new AccountCommand.Withdraw(amount), -amount),
            _ => (new AccountCommand.Close(), 0),
        };
        var expected = _weather.IsLikely(0.2) ? await world.AskAsync((host, patience) => host.Accounts.LoadAsync(account, patience)) : null;
        var terms = _terms with { ExpectedVersion = expected?.Version };
        var key = AggregatePlaces.KeyOf(AggregatePlaces.StreamOf("BankAccount", account), terms);
        world.Intents[key] = new AccountIntent(account, worth);
        var twin = _weather.IsLikely(0.2) ? SendAsync(account, command, terms, key) : Task.CompletedTask;
        await Task.WhenAll(twin, SendAsync(account, command, terms, key));
        // Sent once more, long after, it is answered as it was.
        if (_accepted is not null && _weather.IsLikely(0.3))
        {
            await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(20)), world.Time);
            await SendAsync(account, command, terms, key);
        }

        await ReadAsync(account);
    }

    private async Task SendAsync(string account, AccountCommand command, CommandTerms terms, string key)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stood = world.Judge.HasLanded(key);
            if (await world.AskAsync((host, patience) => host.Accounts.HandleAsync(account, command, terms, patience)) is { } result)
            {
                Judge(account, result, terms, key, stood);
                return;
            }

            await Task.Delay(_weather.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), world.Time);
        }
    }

    private void Judge(string account, CommandResult<Account, AccountEvent> result, CommandTerms terms, string key, bool stood)
    {
        switch (result)
        {
            case CommandResult<Account, AccountEvent>.Accepted accepted:
                if (!world.Judge.HasLanded(key))
                    world.Alarm.Raise($"{terms.IdempotencyKey} was accepted by {account}, and nothing stands");
                if (terms.ExpectedVersion is { } expected && accepted.Aggregate.Version != expected + 1)
                    world.Alarm.Raise($"{terms.IdempotencyKey} was to be done at version {expected} of {account} and stands at {accepted.Aggregate.Version}");
                if (_accepted is { } before && before != accepted.Aggregate.Version)
                    world.Alarm.Raise($"{terms.IdempotencyKey} was answered with version {before} of {account}, and then with {accepted.Aggregate.Version}");
                _accepted = accepted.Aggregate.Version;
                break;
            case CommandResult<Account, AccountEvent>.Refused or CommandResult<Account, AccountEvent>.Conflict when stood:
                world.Alarm.Raise($"{terms.IdempotencyKey} stands, and somebody was told {result}");
                break;
        }
    }

    /// <summary>Every reading is a document that holds, and extends what was read before.</summary>
    private async Task ReadAsync(string account)
    {
        if (!_weather.IsLikely(0.3) || await world.AskAsync((host, patience) => host.Accounts.EvidenceAsync(account, patience)) is not { } document)
            return;
        var bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        var report = EvidenceVerifier.Verify(bytes);
        if (report.Outcome is not VerificationOutcome.Holds)
            world.Alarm.Raise($"a reading of {account} is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}");
    }
}
