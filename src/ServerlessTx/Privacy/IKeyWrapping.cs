namespace ServerlessTx;

/// <summary>
/// Encrypts the keys of subjects before they are stored: a place for a key vault, whose own key never leaves it. <c>docs/privacy.md</c> shows one.
/// </summary>
public interface IKeyWrapping
{
    /// <summary>The key that wraps now, as it is kept beside what it wrapped: a key identifier with its version.</summary>
    string Name { get; }

    /// <summary>Encrypts a key.</summary>
    Task<ReadOnlyMemory<byte>> WrapAsync(ReadOnlyMemory<byte> key, CancellationToken cancellation);

    /// <summary>Decrypts a key.</summary>
    /// <param name="name">What wrapped it: an older version, where the wrapping key was rotated.</param>
    /// <param name="wrapped">As it was stored.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ReadOnlyMemory<byte>> UnwrapAsync(string name, ReadOnlyMemory<byte> wrapped, CancellationToken cancellation);
}
