namespace ServerlessTx;

/// <summary>
/// How a side looks from here. What it counts as changes only when calls have said the contrary so often in a row, and for so long, that it is
/// no accident; one that says otherwise begins the count anew.
/// </summary>
/// <param name="Available">What it counts as.</param>
/// <param name="Since">Since when.</param>
/// <param name="Calls">How many calls and probes say so.</param>
/// <param name="Against">How many in a row have said the contrary.</param>
/// <param name="AgainstSince">Since when.</param>
internal sealed record Sight(bool Available, DateTimeOffset Since, int Calls, int Against, DateTimeOffset AgainstSince)
{
    public static Sight Begin(bool available, DateTimeOffset at) => new(available, at, 0, 0, at);

    public Sight See(bool answered, DateTimeOffset at, ModeTerms terms)
    {
        if (answered == Available)
            return this with { Calls = Calls + 1, Against = 0 };
        var (against, since) = (Against + 1, Against == 0 ? at : AgainstSince);
        var (most, longest) = Available ? (terms.AwayAfterProbes, terms.AwayAfter) : (terms.BackAfterProbes, terms.BackAfter);
        return against >= most && at - since >= longest
            ? new Sight(answered, since, against, 0, at)
            : this with { Against = against, AgainstSince = since };
    }
}
