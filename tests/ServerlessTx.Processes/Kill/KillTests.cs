using Xunit.Abstractions;

namespace ServerlessTx.Processes;

[Collection(nameof(Alone))]
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task After_twenty_kills_under_load_all_has_ended_and_nothing_is_lost_or_done_twice()
    {
        using var data = new TemporaryFolder();
        await new KillRounds(data.Path, Mix.Everything, seed: Random.Shared.Next(), output.WriteLine).RunAsync(rounds: 20);
    }
}
