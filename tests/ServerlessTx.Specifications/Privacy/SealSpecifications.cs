using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>What a seal says of itself, and what it refuses.</summary>
public sealed class SealSpecifications
{
    private sealed record NoSubject(Personal<string> Name);

    private sealed record Bag([property: Subject] string Owner, IReadOnlyDictionary<string, Guest> ByName, Guest[] InOrder);

    [Fact]
    public void A_value_cannot_pass_for_anothers_or_for_another_thing() => VirtualTime.Run(async time =>
    {
        var (personal, keys) = Of(time);
        var standing = (await personal.SealAsync(new Guest { GuestId = "a", Address = "x" }, "letter")).Address;
        await keys.FindOrMakeAsync("b");
        Assert.Equal(("a", "letter.address"), (standing.Subject, standing.Origin));
        Assert.Equal("x", Assert.IsType<Opened<string>.Known>(await personal.OpenAsync(standing)).Value);
        Assert.All(
            [standing.Sealed! with { PersonalOf = "b" }, standing.Sealed! with { Origin = "letter.name" }, standing.Sealed! with { Sealed = "AAAA" }, standing.Sealed! with { Sealed = "?" }],
            forged => Assert.ThrowsAsync<UnreadablePersonalDataException>(() => personal.OpenAsync(new Personal<string>(forged))).GetAwaiter().GetResult());
        return true;
    });

    [Fact]
    public void The_same_value_is_sealed_otherwise_each_time_and_marked_alike() => VirtualTime.Run(async time =>
    {
        var (personal, _) = Of(time);
        var input = JsonElement.Parse(Guest.Json());
        var (one, two) = (await personal.SealAsync("a", typeof(Guest), input, default), await personal.SealAsync("b", typeof(Guest), input, default));
        Assert.NotEqual(one.Stored.GetProperty("address").GetProperty("sealed").GetString(), two.Stored.GetProperty("address").GetProperty("sealed").GetString());
        Assert.Equal(one.Compared.GetRawText(), two.Compared.GetRawText());
        // Sealed already, it stays: a message of our own may begin a transaction.
        Assert.Equal(one.Stored.GetRawText(), (await personal.SealAsync("c", typeof(Guest), one.Stored, default)).Stored.GetRawText());
        return true;
    });

    [Fact]
    public void It_is_found_wherever_a_type_can_hold_it() => VirtualTime.Run(async time =>
    {
        var (personal, _) = Of(time);
        var guest = new Guest { GuestId = "a", Address = "x", Brings = [new Guest { GuestId = "b", Address = "y", Home = new Guest.Residence("z") }] };
        var bag = await personal.SealAsync(new Bag("o", new Dictionary<string, Guest> { ["one"] = guest }, [guest]), "bag");
        Assert.Equal("bag.by_name.one.brings[0].home", bag.ByName["one"].Brings![0].Home!.Origin);
        Assert.Equal("bag.in_order[0].address", bag.InOrder[0].Address.Origin);
        Assert.Equal(new Guest.Residence("z"), (await personal.OpenAsync(bag.InOrder[0].Brings![0].Home!)).Or(new("")));
        return true;
    });

    [Theory]
    [InlineData("""{"guest_id":"","address":"x"}""", "$.guest_id")]
    [InlineData("""{"guest_id":"a b","address":"x"}""", "$.guest_id")]
    [InlineData("""{"guest_id":"a","address":7}""", "$.address")]
    [InlineData("""{"guest_id":"a","address":"x","home":{"street":"0123456789012345678901234567890123456789 "}}""", "$.home.street")]
    [InlineData("""{"guest_id":"a","address":"x","home":{"town":"x"}}""", "$.home.street")]
    [InlineData("""{"guest_id":"a","address":{"personal_of":"a","origin":"x","sealed":"AAAA"}}""", "$.address")]
    public void A_wrong_input_is_refused_with_its_place(string json, string field) => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => party.InviteAsync(json))).Field);
        Assert.Equal("", party.Store.KindsWith("AAAA"));
        return true;
    });

    /// <summary>Whoever copied it from a document would have somebody else open it for him.</summary>
    [Fact]
    public void What_is_sealed_is_taken_only_where_it_is_personal_and_its_subjects() => VirtualTime.Run(async time =>
    {
        var (personal, _) = Of(time);
        var copied = (await personal.SealAsync(new Guest { GuestId = "a", Address = "x" }, "letter")).Address.Sealed!;
        var json = JsonSerializer.Serialize(copied, WireJson.Tolerant);
        var hidden = json.Replace("personal_of", "personal\\u005fof", StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidInputException>(() => personal.SealAsync("b", typeof(Guest), JsonElement.Parse($$"""{"guest_id":"b","address":{{json}}}"""), default));
        foreach (var anything in new[] { json, hidden })
        {
            var wrong = await Assert.ThrowsAsync<InvalidInputException>(
                () => personal.SealAsync("any", typeof(JsonElement), JsonElement.Parse($$"""{"items":[{"note":{{anything}}}]}"""), default));
            Assert.Equal("$.items[0].note", wrong.Field);
        }

        return true;
    });

    [Fact]
    public void In_the_clear_it_cannot_be_stored_and_is_never_shown()
    {
        var guest = new Guest { GuestId = "a", Address = Guest.Email };
        Assert.Throws<InvalidOperationException>(() => WireJson.Keep(guest));
        Assert.Throws<InvalidOperationException>(() => WireJson.ToElement(guest));
        Assert.Throws<JsonException>(() => JsonElement.Parse(Guest.Json()).Deserialize<Guest>(WireJson.Tolerant));
        Assert.DoesNotContain(Guest.Email, $"{guest} {new Opened<string>.Known(Guest.Email)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_personal_data_and_does_not_say_whose_is_told() =>
        Assert.Contains("[Subject]", Assert.Throws<InvalidOperationException>(() => PersonalPlaces.Of(typeof(NoSubject))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_schema_takes_it_as_what_it_is() => Assert.Equal(
        """{"type":"object","properties":{"street":{"type":"string","maxLength":40}},"required":["street"],"additionalProperties":false,"description":"Personal data: stored sealed by the key of its subject, and erased with it."}""",
        InputSchema.Of(typeof(Guest))["properties"]!["home"]!.ToJsonString());

    private static (PersonalData Personal, SubjectKeyTable Keys) Of(TimeProvider time)
    {
        var keys = new SubjectKeyTable(new MemoryPartitionStore(), time, RandomNumberGenerator.Create());
        return (new PersonalData(keys, RandomNumberGenerator.Create()), keys);
    }
}
