namespace ServerlessTx;

/// <summary>A rule of the rulebook: a name for ever, a sentence for people, and what breaks it.</summary>
/// <typeparam name="TSubject">What it judges.</typeparam>
internal sealed record Rule<TSubject>(VerificationLevel Level, string Name, string Says, Func<TSubject, IEnumerable<Breach>> BreachesOf)
{
    /// <summary>One forged append can break a rule at each of ten thousand records; the first tell enough.</summary>
    private const int MostBreaches = 20;

    /// <summary>The pattern that it speaks of, or none when it speaks of all.</summary>
    public Pattern? Of { get; init; }

    public Finding Judge(TSubject subject)
    {
        var breaches = BreachesOf(subject).Take(MostBreaches).ToList();
        return new Finding(Level, Name, Says, breaches.Count == 0 ? FindingState.Holds : FindingState.Broken, breaches);
    }

    public Finding Unjudged() => new(Level, Name, Says, FindingState.NotJudged, []);
}
