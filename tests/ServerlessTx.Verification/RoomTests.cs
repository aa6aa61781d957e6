using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace ServerlessTx.Verification;

/// <summary>The judge's room has no door to those whom it judges.</summary>
public sealed partial class RoomTests
{
    private static readonly string[] Known = ["Verification", "Evidence", "Definitions"];
    private static readonly string[] KnownValues = ["StoredAppend", "StreamHead"];

    [Fact]
    public void The_verifier_knows_records_definitions_and_stored_appends_and_nothing_else_of_the_product()
    {
        var foreign = Repository.FoldersOf("ServerlessTx").Where(folder => !Known.Contains(folder)).SelectMany(TypesIn).Except(KnownValues).ToHashSet();
        Assert.Contains("TransactionContext", foreign);
        Assert.Contains("IPartitionStore", foreign);

        Assert.Empty(Strangers(TypesIn("Verification"), foreign));
        // A room that does know them, so that the question is known to be answered.
        Assert.NotEmpty(Strangers(TypesIn("Runtime"), foreign));
    }

    /// <summary>It must not ask the product's own tables who may refuse, what turns back or what a pattern promises.</summary>
    [Fact]
    public void The_verifier_asks_none_of_the_judged_for_their_tables() =>
        Assert.Empty(Strangers(TypesIn("Verification"), ["PhaseFacts", "DecisionFacts", "Guarantees", "KnownFacts", "TransactionStory", "VoteStory"]));

    private static IEnumerable<string> Strangers(IEnumerable<string> room, IEnumerable<string> foreign)
    {
        var names = room.ToHashSet();
        var types = typeof(EvidenceVerifier).Assembly.GetTypes().Where(type => !type.IsNested).ToList();
        return Types.InAssembly(typeof(EvidenceVerifier).Assembly)
            .That().MeetCustomRule(new Inside(names))
            .ShouldNot().HaveDependencyOnAny([.. types.Where(type => foreign.Contains(type.Name.Split('`')[0])).Select(type => type.FullName!)])
            .GetResult().FailingTypeNames ?? [];
    }

    private static IEnumerable<string> TypesIn(string folder) => Repository.SourcesOf("ServerlessTx", folder)
        .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
        .Where(name => typeof(EvidenceVerifier).Assembly.GetTypes().Any(type => !type.IsNested && type.Name.Split('`')[0] == name));

    [GeneratedRegex(@"^(?:public |internal |sealed |static |abstract |readonly |partial )*(?:class|record(?: struct)?|struct|interface|enum) ([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    private sealed class Inside(HashSet<string> names) : ICustomRule
    {
        public bool MeetsRule(Mono.Cecil.TypeDefinition type)
        {
            while (type.DeclaringType is { } outer)
                type = outer;
            return names.Contains(type.Name.Split('`')[0]);
        }
    }
}
