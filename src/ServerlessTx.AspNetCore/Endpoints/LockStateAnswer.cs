namespace ServerlessTx.AspNetCore;

/// <summary>A lock as anybody is told. The token is the highest that was ever given, also when the lock is free.</summary>
internal sealed record LockStateAnswer(string Resource, bool IsHeld, long LockToken, string? LockHolder, DateTimeOffset? ExpiresAt, int Waiting)
{
    public static LockStateAnswer Of(LockView view) => new(view.Resource, view.IsHeld, view.Token, view.Owner, view.ExpiresAt, view.Waiting);
}
