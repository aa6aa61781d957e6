namespace ServerlessTx;

/// <summary>A sealed value that no key opens, though its subject is not erased: it was changed, or sealed with the keys of another store.</summary>
public sealed class UnreadablePersonalDataException(string subject, string origin) : Exception(
    $"What was sealed as {origin} cannot be opened with the key of '{subject}'. It was changed, or it was sealed with the keys of another store.");
