namespace ServerlessTx.Samples;

/// <summary>Writes the confirmation into an outgoing folder; it may come late and cannot be refused.</summary>
public sealed class NotificationService(Barrier barrier)
{
    public const string Partition = "notifications";

    public Task<Conclusion> ConfirmAsync(Call<PlaceOrder> call) => barrier.ConcludeAsync(call, Partition, rows =>
    {
        var message = new MessageRow(SampleId.Of("msg", call), call.Input.CustomerId, call.ResultOf<OrderCreated>("create_order")!.OrderId);
        rows.Put($"message|{message.MessageId}", message);
        return Task.FromResult(Conclusion.Done(new { message_id = message.MessageId }));
    });
}

public sealed record MessageRow(string MessageId, string CustomerId, string OrderId);
