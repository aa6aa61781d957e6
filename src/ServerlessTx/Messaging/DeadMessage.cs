namespace ServerlessTx;

/// <summary>A message that nobody will be given any more until it is put back.</summary>
/// <param name="Letter">What names it among the dead of its subscription: 19 digits, and 17 more characters behind them on some buses. Later ones are greater.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Type">The event's type, as it was published.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Reason">A code.</param>
/// <param name="Description">What was found and what would be right.</param>
/// <param name="Deliveries">How often it had been delivered.</param>
/// <param name="At">Since when it lies there.</param>
public sealed record DeadMessage(
    string Letter, string Id, string Type, ReadOnlyMemory<byte> Body, string Reason, string Description, int Deliveries, DateTimeOffset At);
