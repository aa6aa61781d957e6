namespace ServerlessTx;

/// <summary>How a lock stands.</summary>
/// <param name="Resource">What is locked.</param>
/// <param name="IsHeld">Whether a lease runs, by the reader's clock.</param>
/// <param name="Token">The highest token that was ever given; 0 when none was.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="ExpiresAt">When the lease ends.</param>
/// <param name="Waiting">How many wait in line.</param>
public sealed record LockView(string Resource, bool IsHeld, long Token, string? Owner, DateTimeOffset? ExpiresAt, int Waiting);
