namespace ServerlessTx;

/// <summary>
/// Which coordinator this is: the identity of the store that its evidence is kept in. A participant marks with it what it holds, so that what
/// is in doubt is asked of the coordinator that knows of it, and nobody else presumes anything.
/// </summary>
public interface ICoordinatorId
{
    /// <summary>12 hexadecimal digits, made up when the store was first used.</summary>
    Task<string> ReadAsync(CancellationToken cancellation = default);
}
