using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using ServerlessTx.Samples;

namespace ServerlessTx.Functions;

/// <summary>The services of the choreographed order, each behind its own subscription: what the bus brings is handled as on every other bus.</summary>
public sealed class OrderSubscriptions(Choreography choreography, ChoreographyMessages messages, ClaimCheck claims, TimeProvider time)
{
    [Function("order_service")]
    public Task OrderAsync(
        [ServiceBusTrigger(OrderChoreography.Name, "order_service", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken stopping) => HandleAsync("order_service", message, actions, stopping);

    [Function("payment_service")]
    public Task PaymentAsync(
        [ServiceBusTrigger(OrderChoreography.Name, "payment_service", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken stopping) => HandleAsync("payment_service", message, actions, stopping);

    [Function("inventory_service")]
    public Task InventoryAsync(
        [ServiceBusTrigger(OrderChoreography.Name, "inventory_service", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken stopping) => HandleAsync("inventory_service", message, actions, stopping);

    [Function("shipping_service")]
    public Task ShippingAsync(
        [ServiceBusTrigger(OrderChoreography.Name, "shipping_service", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken stopping) => HandleAsync("shipping_service", message, actions, stopping);

    private async Task HandleAsync(string service, ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken stopping) =>
        await ServiceBusSettling.SettleAsync(message, actions, await claims.HandleAsync(
            service, ServiceBusSettling.Read(message), whole => messages.HandleAsync(choreography, service, whole, stopping), stopping), time, stopping);
}
