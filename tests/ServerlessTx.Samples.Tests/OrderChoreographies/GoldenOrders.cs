using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>Orders as older versions left them: begun, with the event in the outbox that nobody has published; and at their end.</summary>
public sealed class GoldenOrders
{
    private const string Key = "order 1";

    public static TheoryData<string> Begun => Files("begun-*.json");

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
    public void A_run_of_an_older_version_is_read_as_it_was_and_holds(string file) => VirtualTime.Run(async time =>
    {
        var world = new OrderWorld(time, await GoldenRows.RestoreAsync(Path.Combine(Folder, file)));
        var id = await world.PlaceAsync(shipTo: "nowhere", key: Key);
        await world.VerifyAsync(id);
        Assert.Equal(
            JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file.Replace("ended", "document", StringComparison.Ordinal))))!.ToJsonString(),
            (await world.Client.EvidenceAsync(id))!.ToJsonString());
        return true;
    });

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
        var document = Path.Combine(Folder, "document-1.json");
        if (!File.Exists(document) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
            File.WriteAllText(document, (await whole.Client.EvidenceAsync(id))!.ToJsonString() + "\n");
        Assert.All(["begun-1.json", "ended-1.json", "document-1.json"], file => Assert.True(File.Exists(Path.Combine(Folder, file))));
        return true;
    });

    private static string Folder { get; } = GoldenRows.Folder();

    private static TheoryData<string> Files(string pattern) => [.. Directory.GetFiles(Folder, pattern).Select(file => Path.GetFileName(file))];
}
