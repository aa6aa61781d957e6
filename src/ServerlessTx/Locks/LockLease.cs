namespace ServerlessTx;

/// <summary>A lock as its holder has it.</summary>
/// <param name="Resource">What is locked.</param>
/// <param name="Owner">Who holds it: an id that no two holders share.</param>
/// <param name="Token">
/// The fencing token: it only grows, also across expiry, release and purge. Hand it on to whatever writes the resource, which refuses one
/// that is lower than the highest it has seen. A lease alone protects nothing: a holder that stood still does not know that it expired.
/// </param>
/// <param name="ExpiresAt">From when on others may take it.</param>
public sealed record LockLease(string Resource, string Owner, long Token, DateTimeOffset ExpiresAt)
{
    /// <summary>What whoever writes the resource has to be handed.</summary>
    public Fence Fence => new(Resource, Token);
}
