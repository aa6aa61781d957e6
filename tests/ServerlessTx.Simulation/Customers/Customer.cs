using System.Text;

namespace ServerlessTx.Simulation;

/// <summary>
/// Wants one transaction and asks for it until it is told its id, then reads it, asks for it again, and meddles: it tells the alarm of
/// whatever it is told that is not so.
/// </summary>
internal sealed class Customer(World world, int number)
{
    private const int MostTries = 30;

    private readonly Weather _weather = world.Weather;
    private StreamHead? _kept;

    public async Task LiveAsync()
    {
        await Task.Delay(_weather.Profile.Storm * _weather.Random.NextDouble(), world.Time);
        var wish = Wish.Draw(_weather.Random, _weather.Profile.HasModes);
        var key = _weather.IsLikely(0.8) ? $"key_{number}" : null;
        var twin = key is not null && _weather.IsLikely(0.2) ? BeginAsync(wish, key) : null;
        if (await BeginAsync(wish, key) is not { } id)
            return;
        if (twin is not null && await twin is { } other && other != id && _weather.Profile.Retention is null)
            world.Alarm.Raise($"its key was answered with {other} too", id.ToString());
        await Task.WhenAll(
            ReadAsync(id), MeddleAsync(id), ReplayAsync(wish, key),
            wish.Workflow is Errands.Workflow ? new Messenger(world, this, id).SpeakAsync() : Task.CompletedTask);
    }

    private async Task<TransactionId?> BeginAsync(Wish wish, string? key)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var started = await AskAsync((client, patience) => wish.Workflow is { } workflow
                ? client.StartAsync(new StartRequest(workflow, wish.Input) { IdempotencyKey = key }, patience)
                : client.StartAdHocAsync(new StartRequest("", wish.Input) { IdempotencyKey = key }, patience));
            if (started is { Id: var id })
            {
                if (world.Judge.Stories.Find(id.ToString()) is not { } story || story.Started.IdempotencyKey != key)
                    world.Alarm.Raise($"{key} was answered with a transaction that it did not begin", id.ToString());
                return id;
            }

            await Task.Delay(_weather.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), world.Time);
        }

        return null;
    }

    /// <summary>The request again, which is the same transaction while its key lives: the stories see to that.</summary>
    private async Task ReplayAsync(Wish wish, string? key)
    {
        if (key is null || !_weather.IsLikely(0.4))
            return;
        await Task.Delay(_weather.Between(TimeSpan.Zero, _weather.Profile.Storm), world.Time);
        await BeginAsync(wish, key);
    }

    private async Task MeddleAsync(TransactionId id)
    {
        if (!_weather.IsLikely(_weather.Profile.Meddling))
            return;
        await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(6)), world.Time);
        switch (_weather.Random.Next(4))
        {
            case 0 when await AskAsync((client, patience) => client.ResolveAsync(id, new Resolution.Retry("ann", "look again"), patience)) is ResolveResult.NotFound:
                Missing(id);
                break;
            case 1 when await AskAsync((client, patience) => client.ResolveAsync(id, new Resolution.Abort("ann", "wrong_customer"), patience)) is ResolveResult.NotFound:
                Missing(id);
                break;
            case 2:
                Decided(id, await AskAsync((client, patience) => client.CancelAsync(id, "changed_my_mind", "bob", patience)), mustBe: true);
                break;
            case 3:
                Decided(id, await AskAsync((client, patience) => client.AskAsync(id, patience)), mustBe: false);
                break;
        }
    }

    private void Decided(TransactionId id, DecisionState? told, bool mustBe)
    {
        if (told is null || told.Decision is null && !mustBe || world.Judge.Stories.Find(id.ToString()) is not { } story)
            return;
        var stands = story.Decision(story.Started.Definition.Pattern.Turning().Slot);
        if (told.Decision != stands && told.Decision != story.Decision(Slot.TurnedBack))
            world.Alarm.Raise($"somebody was told {told.Decision}, and what stands is {stands}", id.ToString());
    }

    private void Missing(TransactionId id) => world.Alarm.Raise("it stands, and somebody was told that it does not", id.ToString());

    /// <summary>Every reading is a document that holds, and extends what was read before.</summary>
    private async Task ReadAsync(TransactionId id)
    {
        for (var times = _weather.Random.Next(3); times > 0; times--)
        {
            await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(5)), world.Time);
            if (await AskAsync((client, patience) => client.EvidenceAsync(id, cancellation: patience)) is not { } document)
                continue;
            var report = EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), _kept);
            if (report.Outcome is not VerificationOutcome.Holds)
                world.Alarm.Raise($"a reading of its evidence is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}", id.ToString());
            _kept = report.Head ?? _kept;
        }
    }

    public Task<T?> AskAsync<T>(Func<TransactionClient, CancellationToken, Task<T>> ask) where T : class? =>
        world.AskAsync((host, patience) => ask(host.Client, patience));
}
