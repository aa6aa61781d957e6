namespace ServerlessTx.Simulation;

/// <summary>
/// Brings words to what waits for one: early, in time and too late, yes and no, and again when it did not hear what became of one. What it
/// is told has to be so.
/// </summary>
internal sealed class Messenger(World world, Customer customer, TransactionId id)
{
    private const int MostWords = 3;
    private const int MostTries = 5;

    private readonly Weather _weather = world.Weather;

    public async Task SpeakAsync()
    {
        await Task.WhenAll(Enumerable.Range(1, _weather.Random.Next(MostWords + 1)).Select(number => BringAsync(new Signal(Errands.Word, $"messenger_{number}")
        {
            Id = _weather.IsLikely(0.5) ? $"letter_{number}" : null,
            Rejected = _weather.IsLikely(0.2) ? "not_today" : null,
        })));
    }

    private async Task BringAsync(Signal word)
    {
        await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(10)), world.Time);
        for (var tries = _weather.Random.Next(1, MostTries + 1); tries > 0; tries--)
        {
            if (await customer.AskAsync((client, patience) => client.SignalAsync(id, word, patience)) is { } told && Fault(word, told) is { } fault)
                world.Alarm.Raise(fault, id.ToString());
            await Task.Delay(_weather.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1)), world.Time);
        }
    }

    private string? Fault(Signal word, SignalResult told)
    {
        var story = world.Judge.Stories.Find(id.ToString())!;
        var first = story.Records.OfType<Signalled>().FirstOrDefault();
        // Who sends no id says the same as whoever else said it without one.
        var isTheSame = first is not null && (first.Id, first.Rejected) == (word.Id, word.Rejected);
        var isTrue = told switch
        {
            SignalResult.Recorded => isTheSame,
            SignalResult.AlreadyAnswered answered => !isTheSame && first?.By == answered.By,
            SignalResult.TooLate => first is null && story.Decision(Slot.Direction) is not null,
            _ => false,
        };
        return isTrue ? null : $"{word.By} was told {told.GetType().Name}, and what stands is the word of {first?.By ?? "nobody"}";
    }
}
