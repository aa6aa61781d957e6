using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The source's example, the tables of <c>docs/idempotency.md</c> and real documents have the same keys.</summary>
public sealed class KeyDocumentKeysAreMapped
{
    private const string SourceTable = "| the source's key | here | what it is |";
    private const string FurtherTable = "| key | what it is |";

    [Fact]
    public void Every_key_of_the_source_stands_in_the_table_and_in_a_real_document()
    {
        var source = Paths(JsonNode.Parse(File.ReadAllText(
            Repository.At("tests/ServerlessTx.Specifications/Idempotency/Source/idempotent_operation.json"))));

        Assert.Equal(source, Table(SourceTable));
        Assert.Subset(Paths(Document()), source);
    }

    [Fact]
    public void Every_key_of_a_real_document_stands_in_one_of_the_tables() =>
        Assert.Equal(Paths(Document()), new SortedSet<string>([.. Table(SourceTable), .. Table(FurtherTable)], StringComparer.Ordinal));

    /// <summary>Two processes at once and a replay: everything that a document can hold.</summary>
    private static JsonObject Document() => VirtualTime.Run(async time =>
    {
        var till = new Till(time) { Takes = TimeSpan.FromSeconds(1) };
        var world = new World(time);
        await Task.WhenAll(till.OnceAsync(world), till.OnceAsync(new World(time, store: world.Store)));
        return (await Till.Of(world).EvidenceAsync(Till.Key))!;
    });

    private static SortedSet<string> Table(string head) => new(
        File.ReadLines(Repository.At("docs/idempotency.md")).SkipWhile(line => line != head).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('`')[1]),
        StringComparer.Ordinal);

    private static SortedSet<string> Paths(JsonNode? node) => new(KeyPath.All(node), StringComparer.Ordinal);
}
