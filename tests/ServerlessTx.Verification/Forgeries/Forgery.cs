namespace ServerlessTx.Verification;

/// <summary>A way to break one rule, at every place of a stream where it can be broken so.</summary>
/// <param name="Rule">The rule that has to catch it.</param>
/// <param name="What">What the forger does.</param>
/// <param name="Places">An act for each place; each is done to a stream of its own.</param>
internal sealed record Forgery(string Rule, string What, Func<ForgedStream, IEnumerable<Action>> Places)
{
    public override string ToString() => $"{Rule}: {What}";

    /// <summary>The forged evidence for each place.</summary>
    public IEnumerable<Evidence> Of(Evidence honest)
    {
        var places = Places(new ForgedStream(honest)).Count();
        for (var place = 0; place < places; place++)
        {
            var stream = new ForgedStream(honest);
            Places(stream).ElementAt(place)();
            yield return stream.Seal();
        }
    }
}
