namespace ServerlessTx;

/// <summary>Personal data of a subject came whose key is destroyed. Nothing was stored.</summary>
public sealed class SubjectErasedException(string subject) : Exception(
    $"The subject '{subject}' is erased, and nothing personal is taken for that id any more. Somebody who comes back gets a new id.")
{
    /// <summary>The subject.</summary>
    public string Subject { get; } = subject;
}
