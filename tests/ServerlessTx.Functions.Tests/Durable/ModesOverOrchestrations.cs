using System.Text.Json;
using ServerlessTx.Samples;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>A transfer with modes, driven by orchestrations: what its begin record pins reaches every call, whatever the hub repeats.</summary>
public sealed class ModesOverOrchestrations
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_transfer_goes_from_strict_to_degraded_and_back(int? seed) => VirtualTime.Run(async time =>
    {
        HubFaults.Next = new HubFaults(seed);
        var rows = new MemoryPartitionStore();
        var world = new World(time, Votes.Tcc, build: tx => tx.AddSamples(_ => rows, modes: new ModeTerms { Switching = ModeSwitching.ByOperator }));
        Assert.Contains("committed", await TransferAsync(world));
        await OrderAsync(world, Mode.Degraded, Transfer.Ledger);
        Assert.Contains("completed", await TransferAsync(world));
        Assert.Equal(1, (await world.Get<ModeClient>().GetAsync(ResilientTransfer.Name))!.Sides[0].Waiting);
        await OrderAsync(world, Mode.FailingBack);
        for (var pass = 0; (await world.Get<ModeClient>().GetAsync(ResilientTransfer.Name))!.Mode is not Mode.Strict; pass++)
        {
            Assert.True(pass < 20, "It does not become strict.");
            await world.Get<ModeWatch>().RunAsync(default);
            await Task.Delay(TimeSpan.FromMinutes(1), time);
        }

        Assert.Contains("committed", await TransferAsync(world));
        var evidence = JsonSerializer.SerializeToUtf8Bytes(await world.Get<ModeClient>().EvidenceAsync(ResilientTransfer.Name), WireJson.Tolerant);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(evidence).Outcome);
        return true;
    });

    private static async Task<string> TransferAsync(World world) => await world.EndAsync(
        (await world.Client.StartAsync(new StartRequest(ResilientTransfer.Name, JsonElement.Parse("""{"from":"a","to":"b","amount":10}""")))).Id);

    private static async Task OrderAsync(World world, Mode to, params string[] away) => Assert.IsType<SwitchResult.Done>(
        await world.Get<ModeClient>().SwitchAsync(new ModeOrder(ResilientTransfer.Name, to, "ops", "a drill") { Away = away }));
}
