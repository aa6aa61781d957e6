using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>The transfer that has modes, as a host has it that is in neither database's process.</summary>
internal static class RemoteGroup
{
    /// <summary>Hosts look seldom here, since most of a run is quiet.</summary>
    private static readonly ModeTerms Terms = new() { AwayAfterProbes = 2, BackAfterProbes = 2, ProbeTimeout = TimeSpan.FromSeconds(5) };

    public static ModeGroup Of(World world, Life host)
    {
        var (accounts, ledger) = (new RemoteSide(Transfer.Accounts, world.Network, host), new RemoteSide(Transfer.Ledger, world.Network, host));
        return ModeGroup.For<TransferMoney>(
            new RemoteWorkflow(world.Service.Workflow(ResilientTransfer.Name), world, host),
            Terms,
            new ModeSide<TransferMoney>(Transfer.Ledger, ledger, new BufferTerms { HasLimits = false }),
            new ModeSide<TransferMoney>(Transfer.Accounts, accounts, new BufferTerms { MostAmount = 10_000m }, accounts));
    }
}
