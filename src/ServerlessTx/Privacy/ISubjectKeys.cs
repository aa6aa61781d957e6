namespace ServerlessTx;

/// <summary>
/// The keys of subjects, one each. Destroying it erases all personal data of the subject at once, wherever it lies, and for good: no key is ever
/// made for that id again.
/// </summary>
public interface ISubjectKeys
{
    /// <summary>The key as it stands.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<SubjectKey> FindAsync(string subject, CancellationToken cancellation = default);

    /// <summary>The key, made where there was none; or that it is destroyed.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    Task<SubjectKey> FindOrMakeAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Destroys it. To erase twice is to erase once: the first erasure stands.</summary>
    /// <param name="subject">The subject; one that was never met is erased too.</param>
    /// <param name="by">Who erases; kept.</param>
    /// <param name="reason">Why; kept.</param>
    /// <param name="cancellation">Ends the trying.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; it may be destroyed all the same. Ask again.</exception>
    Task<SubjectKey.Erased> EraseAsync(string subject, string by, string? reason = null, CancellationToken cancellation = default);
}
