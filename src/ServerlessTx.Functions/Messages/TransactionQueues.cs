using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ServerlessTx.CloudEvents;

namespace ServerlessTx.Functions;

/// <summary>The Service Bus queues. They are settled here by what the handlers say; a host that dies before has the message come again.</summary>
public sealed class TransactionQueues(TransactionMessages transactions, SignalMessages signals, DurableClients clients, TimeProvider time)
{
    [Function("transactions_queue")]
    public async Task StartAsync(
        [ServiceBusTrigger("transactions", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        await ServiceBusSettling.SettleAsync(message, actions, await transactions.HandleAsync(ServiceBusSettling.Read(message), stopping), time, stopping);
    }

    [Function("transaction_signals_queue")]
    public async Task SignalAsync(
        [ServiceBusTrigger("transaction-signals", Connection = AppSettings.ServiceBusName, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient durable, CancellationToken stopping)
    {
        clients.Use(durable);
        await ServiceBusSettling.SettleAsync(message, actions, await signals.HandleAsync(ServiceBusSettling.Read(message)), time, stopping);
    }
}
