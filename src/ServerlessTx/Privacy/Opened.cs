namespace ServerlessTx;

/// <summary>What opening personal data comes to.</summary>
public abstract record Opened<T> where T : notnull
{
    private Opened()
    {
    }

    /// <summary>The value, or what is to stand for it where it is erased.</summary>
    public T Or(T erased) => this is Known known ? known.Value : erased;

    /// <summary>The value.</summary>
    public sealed record Known(T Value) : Opened<T>
    {
        /// <summary>Never the value: this is what ends in logs.</summary>
        public override string ToString() => "personal data";
    }

    /// <summary>Its subject's key is destroyed: nobody can read it any more.</summary>
    /// <param name="At">Since when.</param>
    public sealed record Erased(DateTimeOffset At) : Opened<T>;
}
