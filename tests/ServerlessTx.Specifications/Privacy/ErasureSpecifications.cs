using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>What is personal is nowhere in the clear, and gone everywhere at once when its subject is erased; nothing else changes.</summary>
public sealed class ErasureSpecifications
{
    [Fact]
    public void What_is_personal_is_stored_nowhere_in_the_clear() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        await FillAsync(party);

        Assert.All([Guest.Email, Guest.Street, Party.Learned, "bob@example.org"], text => Assert.Equal("", party.Store.KindsWith(text)));
        // The search sees what is there: every kind of row that could hold it holds it sealed. Large answers, barriers, appends, the business row,
        // shares and rows of read models, snapshots, the outbox, keys of operations.
        Assert.Equal("abeghkrsx", party.Store.KindsWith("\"sealed\":"));
        Assert.Equal([Party.Learned, Guest.Email, Guest.Email], party.Seen);
        return true;
    });

    [Fact]
    public void Erased_it_is_erased_everywhere_and_every_chain_holds() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        var (invited, welcomed) = await FillAsync(party);
        await party.Keys.EraseAsync(Guest.Id, "dpo", "asked for it");

        var documents = await DocumentsAsync(party, invited, welcomed);
        Assert.All(documents, document =>
        {
            // Bob came with her, and is somebody else.
            var found = SealedIn(JsonNode.Parse(document)).ToList();
            Assert.Contains(found, value => value.ContainsKey("erased"));
            Assert.All(found, value => Assert.Equal((string?)value["personal_of"] == Guest.Id, value.ContainsKey("erased")));
            var report = EvidenceVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(document));
            Assert.True(report.Outcome is VerificationOutcome.Holds, string.Join('\n', report.Broken.SelectMany(broken => broken.Breaches)));
        });

        var guest = await party.Guests.LoadAsync(Guest.Id);
        Assert.Equal((61, 60), (guest.Version, guest.State.Waves));
        Assert.IsType<Opened<string>.Erased>(await party.Personal.OpenAsync(guest.State.Address!));
        var listed = (await party.Projector.FindAsync(GuestState.Everybody, "all"))!.Guests.Single();
        Assert.Equal("erased", (await party.Personal.OpenAsync(listed.Address)).Or("erased"));
        return true;
    });

    [Fact]
    public void A_document_that_says_erased_of_what_is_not_sealed_does_not_hold() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        await party.RegisterAsync();
        var document = (await party.Guests.EvidenceAsync(Guest.Id))!;
        document["event_sourced_aggregate"]!["event_stream"]![0]!["data"]!.AsObject()["erased"] = true;
        Assert.Equal(VerificationOutcome.Broken, EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(document)).Outcome);
        return true;
    });

    [Fact]
    public void Nothing_is_begun_for_who_is_erased() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        await party.Keys.EraseAsync("guest_2", "dpo");

        Assert.Equal("guest_2", (await Assert.ThrowsAsync<SubjectErasedException>(() => party.InviteAsync())).Subject);
        await Assert.ThrowsAsync<SubjectErasedException>(() => party.WelcomeAsync());
        await Assert.ThrowsAsync<SubjectErasedException>(() => party.RegisterAsync("guest_2"));
        Assert.Equal("", party.Store.KindsWith("\"sealed\":"));
        return true;
    });

    [Fact]
    public void Who_goes_on_while_it_is_erased_ends_and_sees_that_it_is() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        party.BeforeMail = () => party.Keys.EraseAsync(Guest.Id, "dpo");

        Assert.EndsWith("completed", await party.World.EndAsync((await party.InviteAsync()).Id), StringComparison.Ordinal);
        Assert.Equal(["erased", "erased"], party.Seen);
        return true;
    });

    [Fact]
    public void The_same_request_is_the_same_whatever_its_nonce_and_another_is_another() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        var first = await party.InviteAsync(key: "k");
        Assert.Equal(new StartedTransaction(first.Id, IsReplay: true), await party.InviteAsync(key: "k"));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => party.InviteAsync(Guest.Json(email: "eve@example.org"), key: "k"));

        await party.RegisterAsync(key: "k");
        Assert.True(((CommandResult<GuestState, GuestEvent>.Accepted)await party.Guests.HandleAsync(
            Guest.Id, new GuestCommand.Register(Guest.Id, Guest.Email), new CommandTerms { IdempotencyKey = "k", ExpectedVersion = 0 })).IsReplay);
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => party.Guests.HandleAsync(
            Guest.Id, new GuestCommand.Register(Guest.Id, "eve@example.org"), new CommandTerms { IdempotencyKey = "k", ExpectedVersion = 0 }));

        Assert.Equal(ProcessedStatus.Processed, (await party.PrintAsync()).Status);
        Assert.Equal(ProcessedStatus.AlreadyProcessed, (await party.PrintAsync()).Status);
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => party.PrintAsync("eve@example.org"));
        return true;
    });

    [Fact]
    public void An_ad_hoc_transaction_is_sealed_branch_by_branch() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        var first = await party.NoteAsync("k");
        Assert.EndsWith("completed", await party.World.EndAsync(first.Id), StringComparison.Ordinal);
        Assert.All([Guest.Email, Guest.Street], text => Assert.Equal("", party.Store.KindsWith(text)));
        Assert.Equal(new StartedTransaction(first.Id, IsReplay: true), await party.NoteAsync("k"));
        await Assert.ThrowsAsync<IdempotencyKeyReusedException>(() => party.NoteAsync("k", "eve@example.org"));
        await party.Keys.EraseAsync(Guest.Id, "dpo");
        await Assert.ThrowsAsync<SubjectErasedException>(() => party.NoteAsync("other"));
        return true;
    });

    /// <summary>With the destroyed key goes what a guess could be checked by.</summary>
    [Fact]
    public void A_fingerprint_is_no_hash_of_what_is_personal() => VirtualTime.Run(async time =>
    {
        var party = new Party(time);
        var other = new Party(time);
        await party.InviteAsync(key: "k");
        await other.InviteAsync(key: "k");
        var input = JsonElement.Parse(Guest.Json());

        Assert.Equal("", party.Store.KindsWith(IdempotencyKeys.FingerprintOf("invite_guest", input)));
        var (one, two) = (await party.Personal.SealAsync("a", typeof(Guest), input, default), await other.Personal.SealAsync("a", typeof(Guest), input, default));
        Assert.NotEqual(one.Compared.GetRawText(), two.Compared.GetRawText());
        return true;
    });

    private static IEnumerable<JsonObject> SealedIn(JsonNode? node) => node switch
    {
        JsonObject value when value.ContainsKey("sealed") => [value],
        JsonObject members => members.Where(member => member.Key != "large_answers").SelectMany(member => SealedIn(member.Value)),
        JsonArray items => items.SelectMany(SealedIn),
        _ => [],
    };

    private static async Task<(TransactionId Invited, TransactionId Welcomed)> FillAsync(Party party)
    {
        var invited = (await party.InviteAsync(key: "k")).Id;
        await party.World.EndAsync(invited);
        var welcomed = await party.WelcomeAsync();
        await party.RegisterAsync(key: "k");
        await party.PrintAsync();
        return (invited, welcomed);
    }

    private static async Task<IReadOnlyList<string>> DocumentsAsync(Party party, TransactionId invited, TransactionId welcomed)
    {
        var runs = party.World.Get<ChoreographyClient>();
        JsonObject[] documents =
        [
            (await party.World.Client.EvidenceAsync(invited))!, (await party.World.Client.EvidenceAsync(invited, EvidenceView.Events))!,
            (await runs.EvidenceAsync(welcomed))!, (await runs.EvidenceAsync(welcomed, EvidenceView.Events))!, (await party.Guests.EvidenceAsync(Guest.Id))!,
        ];
        return [.. documents.Select(document => JsonSerializer.Serialize(document, WireJson.Tolerant))];
    }
}
