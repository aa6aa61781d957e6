using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessTx.Specifications;

/// <summary>What can be stored is defined in <c>docs/evidence.md</c>, field by field and word by word.</summary>
public sealed class RecordsAreDocumented
{
    private static readonly Type[] Nested = [typeof(Definition), typeof(DefinedBranch), typeof(DefinedWait), typeof(DefinedChild), typeof(ParentCall), typeof(ChildEnd), typeof(CallPolicy), typeof(GuaranteeVector), typeof(Answered), typeof(ByHand)];

    [Fact]
    public void Every_field_of_every_record_is_in_the_table_and_the_table_invents_none()
    {
        var written = typeof(TransactionRecord).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TransactionRecord)) && type != typeof(UnknownRecord))
            .SelectMany(type => Fields(type, "").Select(field => $"{NameOf(type)} {field}"));
        Assert.Equal(
            written.Order(StringComparer.Ordinal),
            EvidenceDocs.RecordFields().Select(row => $"{row.Type} {row.Field}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_word_that_a_record_can_hold_is_explained()
    {
        AssertExplained<Verdict>("verdicts");
        AssertExplained<Decision>("decisions");
        AssertExplained<Slot>("slots");
        AssertExplained<Phase>("phases");
        AssertExplained<WaitOutcome>("wait outcomes");
        AssertExplained<TransactionStatus>("statuses");
        AssertExplained<Pattern>("patterns");
    }

    private static void AssertExplained<T>(string table) where T : struct, Enum => Assert.Equal(
        Enum.GetValues<T>().Select(value => JsonNodes.Of(value)!.GetValue<string>()),
        EvidenceDocs.Terms(table));

    private static string NameOf(Type type) => RecordCodec.NameOf((TransactionRecord)RuntimeHelpers.GetUninitializedObject(type));

    private static IEnumerable<string> Fields(Type type, string prefix) =>
        WireJson.Tolerant.GetTypeInfo(type).Properties.Where(property => property.Get is not null).SelectMany(property => Below(property, prefix));

    private static IEnumerable<string> Below(JsonPropertyInfo property, string prefix)
    {
        yield return prefix + property.Name;
        // A late answer is an answered record, whose fields are in the table already.
        if (property.PropertyType == typeof(Answered))
            yield break;
        var (type, below) = property.PropertyType.IsGenericType ? (property.PropertyType.GetGenericArguments()[0], "[].") : (property.PropertyType, ".");
        if (!Nested.Contains(type))
            yield break;
        foreach (var field in Fields(type, prefix + property.Name + below))
            yield return field;
    }
}
