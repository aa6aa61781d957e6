using Microsoft.DurableTask.Client;

namespace ServerlessTx.Functions.Tests;

/// <summary>Everything in a world runs as if inside a function that has the hub's client.</summary>
internal sealed class HubClients(Hub hub) : DurableClients
{
    public override DurableTaskClient? Current => new HubClient(hub);
}
