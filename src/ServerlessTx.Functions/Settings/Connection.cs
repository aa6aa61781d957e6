namespace ServerlessTx.Functions;

/// <summary>How a service is reached: by the app's identity, or on a developer's machine by a connection string.</summary>
/// <param name="Text">A connection string; none with an identity.</param>
/// <param name="Address">The account or namespace; none with a connection string.</param>
/// <param name="ClientId">Of a user-assigned identity.</param>
internal sealed record Connection(string? Text, string? Address, string? ClientId);
