using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>Orders as older versions left them: begun, with the event in the outbox that nobody has published; and at their end.</summary>
public sealed class GoldenOrders
{
    private const string Key = "order 1";

    public static TheoryData<string> Begun => Files("begun-*.json");

    public static TheoryData<string> Revived => Files("revived-*.json");

    public static TheoryData<string> Ended => Files("ended-*.json");

    [Theory]
    [MemberData(nameof(Begun))]
    public void An_order_that_an_older_version_began_is_brought_to_its_end(string file) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, await GoldenRows.RestoreAsync(Path.Combine(Folder, file))).Live();
        Assert.EndsWith("completed", await world.SettledAsync(await world.PlaceAsync(key: Key)), StringComparison.Ordinal);
        Assert.Equal("balance 9900, stock 998, 1 shipped, orders completed", await world.BooksAsync());
        return true;
    });

    [Theory]
    [MemberData(nameof(Ended))]
    public void A_run_of_an_older_version_is_read_as_it_was_and_holds(string file) =>
        AssertReadAsItWas(file, file.Replace("ended", "document", StringComparison.Ordinal), shipTo: "nowhere");

    [Theory]
    [MemberData(nameof(Revived))]
    public void A_run_whose_event_had_been_dead_and_was_put_back_is_read_as_it_was_and_holds(string file) =>
        AssertReadAsItWas(file, file.Replace("revived", "revived_document", StringComparison.Ordinal), shipTo: "home");

    [Fact]
    public void This_version_has_its_files() => VirtualTime.Run(async time =>
    {
        var choreography = OrderChoreography.Define();
        var partitions = choreography.Services.Select(service => service.Partition).ToList();
        var bus = new MemoryMessageBus(choreography.Subscriptions, time);
        // It vanishes when it would publish the first event.
        var first = new OrderWorld(time, bus: new MortalBus(bus, new Fate(1)));
        await Task.WhenAny(first.PlaceAsync(key: Key), first.Pass(TimeSpan.FromSeconds(1)));
        await GoldenRows.KeepAsync(Path.Combine(Folder, "begun-1.json"), first.Store, partitions);

        var whole = new OrderWorld(time).Live();
        var id = await whole.PlaceAsync(shipTo: "nowhere", key: Key);
        await whole.SettledAsync(id);
        await GoldenRows.KeepAsync(Path.Combine(Folder, "ended-1.json"), whole.Store, partitions);
        await KeepDocumentAsync("document-1.json", whole, id);
        await KeepRevivedAsync(time, partitions);
        Assert.All(["begun-1.json", "ended-1.json", "document-1.json", "revived-1.json", "revived_document-1.json"], file => Assert.True(File.Exists(Path.Combine(Folder, file))));
        return true;
    });

    /// <summary>The first event dies at the payment service and is put back, before anybody is up.</summary>
    private static async Task KeepRevivedAsync(VirtualTime time, IReadOnlyList<string> partitions)
    {
        var world = new OrderWorld(time);
        var id = await world.PlaceAsync(key: Key);
        var created = (await world.StoryAsync(id)).Reactions[0];
        var message = Reactor.MessageOf((Reacted)created.Record, created.Service, id, OrderWorld.Input(), null).ToMessage();
        var unfinished = new IncomingMessage(message.Id, message.Body, 101) { ContentType = OutgoingMessage.ContentType };
        await world.Messages.HandleAsync(world.Choreography, "payment_service", unfinished);
        var payment = world.Choreography.Services.Single(service => service.Name == "payment_service");
        await world.Reactor.RecordPutBackAsync(world.Choreography, payment, ChoreographyEvent.Read(unfinished), "ann", "It is mended.", default);
        await world.Live().SettledAsync(id);
        await GoldenRows.KeepAsync(Path.Combine(Folder, "revived-1.json"), world.Store, partitions);
        await KeepDocumentAsync("revived_document-1.json", world, id);
    }

    private static async Task KeepDocumentAsync(string file, OrderWorld world, TransactionId id)
    {
        if (!File.Exists(Path.Combine(Folder, file)) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
            await File.WriteAllTextAsync(Path.Combine(Folder, file), (await world.Client.EvidenceAsync(id))!.ToJsonString() + "\n");
    }

    private static void AssertReadAsItWas(string rows, string document, string shipTo) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, await GoldenRows.RestoreAsync(Path.Combine(Folder, rows)));
        var id = await world.PlaceAsync(shipTo: shipTo, key: Key);
        await world.VerifyAsync(id);
        Assert.Equal(
            JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, document)))!.ToJsonString(), (await world.Client.EvidenceAsync(id))!.ToJsonString());
        return true;
    });

    private static string Folder { get; } = GoldenRows.Folder();

    private static TheoryData<string> Files(string pattern) => [.. Directory.GetFiles(Folder, pattern).Select(file => Path.GetFileName(file))];
}
