namespace ServerlessTx;

/// <summary>What is to become of a message.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>What it asked for is stored.</summary>
    public sealed record Complete : Settlement;

    /// <summary>Trouble of ours: it is to come again.</summary>
    public sealed record Abandon : Settlement;

    /// <summary>It can never work.</summary>
    /// <param name="Reason">A code.</param>
    /// <param name="Description">What was found and what would be right; nothing of the body.</param>
    public sealed record DeadLetter(string Reason, string Description) : Settlement
    {
        private const int Longest = 1024;

        /// <summary>The description as it is kept: cut between two characters, and well-formed. What was found may be quoted in halves of a pair.</summary>
        internal string Kept
        {
            get
            {
                var length = Math.Min(Description.Length, Longest);
                if (length < Description.Length && char.IsSurrogatePair(Description, length - 1))
                    length--;
                // A half without its other half is enumerated as U+FFFD.
                return string.Concat(Description[..length].EnumerateRunes());
            }
        }
    }
}
