using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// Seals personal data where it enters, and opens it where it is needed. <c>docs/privacy.md</c> says what is erased with a subject's key and what
/// is not.
/// </summary>
/// <param name="keys">The keys of subjects.</param>
/// <param name="random">Makes the nonces.</param>
public sealed class PersonalData(ISubjectKeys keys, RandomNumberGenerator random)
{
    private const string LargeAnswers = "large_answers";

    /// <summary>Opens a value.</summary>
    /// <exception cref="UnreadablePersonalDataException">It was changed, or sealed with other keys.</exception>
    /// <exception cref="StoreUnavailableException">The store of the keys did not answer.</exception>
    public async Task<Opened<T>> OpenAsync<T>(Personal<T> value, CancellationToken cancellation = default) where T : notnull
    {
        if (value.Sealed is not { } standing)
            return new Opened<T>.Known(value.Clear);
        var key = await keys.FindAsync(standing.PersonalOf, cancellation);
        if (key is SubjectKey.Erased erased)
            return new Opened<T>.Erased(erased.At);
        return key is SubjectKey.Kept kept && new SubjectSeal(standing.PersonalOf, kept.Key).Open(standing) is { } clear
            ? new Opened<T>.Known(clear.Deserialize<T>(WireJson.Faithful)!)
            : throw new UnreadablePersonalDataException(standing.PersonalOf, standing.Origin);
    }

    /// <summary>
    /// Seals what a value of an application's own holds in the clear. Inputs and commands are sealed when they come; this is for personal data that
    /// is learned on the way, in a participant's answer.
    /// </summary>
    /// <param name="value">Its records name their subjects by <see cref="SubjectAttribute"/>.</param>
    /// <param name="origin">As what it is sealed: a name of your own.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The same value, sealed.</returns>
    /// <exception cref="SubjectErasedException">A subject is erased.</exception>
    /// <exception cref="InvalidInputException">A subject has no id.</exception>
    public async Task<T> SealAsync<T>(T value, string origin, CancellationToken cancellation = default) where T : notnull =>
        (await SealObjectAsync(origin, value, cancellation)).Value;

    /// <summary>Seals a value, and says what is compared of it.</summary>
    internal async Task<(T Value, JsonElement? Compared)> SealObjectAsync<T>(string origin, T value, CancellationToken cancellation)
    {
        var type = value!.GetType();
        if (!PersonalPlaces.Of(type).Any)
            return (value, (await SealAsync(origin, type, JsonSerializer.SerializeToElement(value, type, WireJson.Tolerant), cancellation)).Compared);
        var input = await SealAsync(origin, type, JsonSerializer.SerializeToElement(value, type, WireJson.InTheClear), cancellation);
        return ((T)input.Stored.Deserialize(type, WireJson.Faithful)!, input.Compared);
    }

    /// <summary>Seals the JSON of a type. One that holds nothing personal comes back at once and as it is.</summary>
    /// <exception cref="SubjectErasedException">A subject is erased.</exception>
    /// <exception cref="InvalidInputException">A subject has no id, or what came sealed is not its.</exception>
    internal async Task<SealedInput> SealAsync(string origin, Type type, JsonElement input, CancellationToken cancellation)
    {
        var places = PersonalPlaces.Of(type);
        if (!places.Any && !SealedJson.MayBeIn(input))
            return new SealedInput(input, input);
        var (stored, compared) = (JsonNodes.Of(input), JsonNodes.Of(input));
        var seals = new Dictionary<string, SubjectSeal>();
        foreach (var (place, beside) in places.In(stored).Zip(places.In(compared)).ToList())
        {
            if (!seals.TryGetValue(place.Subject, out var seal))
                seals[place.Subject] = seal = await SealOfAsync(place.Subject, cancellation);
            var clear = place.Value;
            if (SealedValue.Of(clear) is { } standing)
                clear = seal.Open(standing) ?? throw new InvalidInputException(place.Path, "is sealed, and not for this subject; send it in the clear");
            else
                place.Parent[place.Name] = JsonNodes.Of(seal.Seal(origin + place.Path[1..], clear, random));
            beside.Parent[place.Name] = seal.Mark(clear);
        }

        SealedJson.Refuse(compared);
        return places.Any ? new SealedInput(WireJson.ToElement(stored), WireJson.ToElement(compared)) : new SealedInput(input, input);
    }

    /// <summary>Opens whatever is sealed in JSON that somebody may read. What is erased says so; what no key opens stays as it is.</summary>
    internal async Task<JsonElement> OpenAsync(JsonElement json, CancellationToken cancellation)
    {
        if (!SealedJson.MayBeIn(json))
            return json;
        var node = JsonNodes.Of(json);
        await SealedJson.ReplaceAsync(node, async standing => await keys.FindAsync(standing.PersonalOf, cancellation) switch
        {
            SubjectKey.Erased => SealedJson.Erased(standing),
            SubjectKey.Kept kept when new SubjectSeal(standing.PersonalOf, kept.Key).Open(standing) is { } clear => JsonNodes.Of(clear),
            _ => null,
        });
        return WireJson.ToElement(node);
    }

    /// <summary>Has a document say of each sealed value whose subject is erased that it is. Its chain yields all the rest.</summary>
    internal async Task<JsonObject> SayErasedAsync(JsonObject document, IEnumerable<StoredAppend> appends, CancellationToken cancellation)
    {
        if (!document.ContainsKey(LargeAnswers) && !appends.Any(append => SealedValue.IsIn(append.Payload)))
            return document;
        // Large answers stand there as the bytes that a record has the hash of, and once more where they were given.
        foreach (var (_, member) in document.Where(member => member.Key != LargeAnswers).ToList())
        {
            await SealedJson.ReplaceAsync(member, async standing =>
                await keys.FindAsync(standing.PersonalOf, cancellation) is SubjectKey.Erased ? SealedJson.MarkedErased(standing) : null);
        }

        return document;
    }

    private async Task<SubjectSeal> SealOfAsync(string subject, CancellationToken cancellation) =>
        await keys.FindOrMakeAsync(subject, cancellation) is SubjectKey.Kept kept
            ? new SubjectSeal(subject, kept.Key)
            : throw new SubjectErasedException(subject);
}

/// <summary>What came, as it is stored and as it is compared.</summary>
/// <param name="Stored">With personal data sealed.</param>
/// <param name="Compared">With a keyed hash in the place of personal data: the same whenever the same came, and nothing to guess by once the key is destroyed.</param>
internal sealed record SealedInput(JsonElement Stored, JsonElement Compared);
