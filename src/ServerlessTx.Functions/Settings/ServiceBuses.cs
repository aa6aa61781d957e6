using Azure.Messaging.ServiceBus;

namespace ServerlessTx.Functions;

/// <summary>Opens the Service Bus namespace as the settings say.</summary>
internal static class ServiceBuses
{
    public static ServiceBusClient Open(Connection bus) =>
        bus.Text is { } text ? new ServiceBusClient(text) : new ServiceBusClient(bus.Address, Tables.Identity(bus));
}
