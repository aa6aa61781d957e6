namespace ServerlessTx;

/// <summary>
/// Personal data in an input, a command, an event or an answer. Its record names whose it is by <see cref="SubjectAttribute"/>. Where it enters it
/// is sealed by the key of that subject, and from there on it is passed on as it is: what is stored of it, anywhere, is ciphertext. Whoever needs
/// it opens it (<see cref="PersonalData.OpenAsync{T}(Personal{T}, CancellationToken)"/>), until its subject is erased.
/// </summary>
/// <typeparam name="T">What JSON it is.</typeparam>
public sealed record Personal<T> : IPersonal where T : notnull
{
    private readonly T? _clear;

    private Personal(T clear) => _clear = clear;

    internal Personal(SealedValue sealedValue) => Sealed = sealedValue;

    /// <summary>Whose it is; nothing while it is not sealed.</summary>
    public string? Subject => Sealed?.PersonalOf;

    /// <summary>As what it was sealed: a name and a path, <c>order_fulfillment.email</c>. Nothing while it is not sealed.</summary>
    public string? Origin => Sealed?.Origin;

    internal SealedValue? Sealed { get; }

    SealedValue? IPersonal.Sealed => Sealed;

    object? IPersonal.Clear => _clear;

    internal T Clear => _clear!;

    /// <summary>A value in the clear, in memory alone: it cannot be stored before it is sealed.</summary>
    public static implicit operator Personal<T>(T clear) => new(clear);

    /// <summary>Never the value: this is what ends in logs.</summary>
    public override string ToString() => $"personal data of {Subject ?? "a subject"}";
}

/// <summary>Personal data whatever its type.</summary>
internal interface IPersonal
{
    SealedValue? Sealed { get; }

    object? Clear { get; }
}
