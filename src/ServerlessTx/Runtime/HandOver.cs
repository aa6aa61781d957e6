namespace ServerlessTx;

/// <summary>What becomes of a transaction that a driver cannot stay with: one in an HTTP request, say.</summary>
/// <param name="After">How long the driver stays with it.</param>
/// <param name="ToNextAsync">Gets another driver. The one before has appended what it held, and appends nothing more.</param>
internal sealed record HandOver(TimeSpan After, Func<Task> ToNextAsync);
