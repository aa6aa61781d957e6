using System.Text.Json.Nodes;

namespace ServerlessTx.Specifications;

/// <summary>The source's JSON, the tables of <c>docs/evidence.md</c> and real documents say the same.</summary>
public sealed class SourceKeysAreMapped
{
    /// <summary>The keys of the documents that this test has seen.</summary>
    private readonly Dictionary<string, List<string>> _seen = [];

    /// <summary>A source file, the table of its keys, and the form of ours that answers it.</summary>
    public static TheoryData<string, string> Forms => new()
    {
        { "saga", "saga" },
        { "saga_execution", "saga_execution" },
        { "data_sync_saga", "data_sync_saga" },
        { "two_phase_commit", "two_phase_commit" },
        { "two_phase_commit_properties", "two_phase_commit" },
        { "tcc", "tcc" },
        { "ride", "ride" },
    };

    public static TheoryData<string> Outcomes => [.. Documents.Names];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_key_of_the_source_is_in_the_table_and_the_table_invents_none(string source, string form)
    {
        Assert.NotEmpty(form);
        Assert.Equal(Keys(source), EvidenceDocs.SourceKeys(source).Select(key => key.Source).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_does_not_apply_says_why_and_what_applies_says_from_what_and_where(string source, string form)
    {
        Assert.NotEmpty(form);
        foreach (var key in EvidenceDocs.SourceKeys(source))
        {
            Assert.True(key.Fact.Length > (key.Here is null ? 40 : 0), $"{key.Source} has no recorded fact and no reason.");
            Assert.True(key.Here is null == (key.FoundIn.Count == 0), $"{key.Source} must name outcomes if and only if it applies.");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_key_that_applies_stands_in_a_real_document_of_each_outcome_that_the_table_names(string source, string form)
    {
        foreach (var key in EvidenceDocs.SourceKeys(source).Where(key => key.Here is not null))
            AssertFound(form, key);
        foreach (var key in EvidenceDocs.FurtherKeys(form))
            AssertFound(form, key);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Every_key_of_a_real_document_is_documented(string outcome)
    {
        var form = outcome.Split(' ')[0];
        var documented = Forms.Where(row => (string)row[1] == form)
            .SelectMany(row => EvidenceDocs.SourceKeys((string)row[0]))
            .Concat(EvidenceDocs.FurtherKeys(form))
            .Concat(EvidenceDocs.FurtherKeys("every document"))
            .Select(key => key.Here)
            .OfType<string>()
            .ToHashSet();
        var missing = KeyPath.All(Documents.Of(outcome)).Distinct().Where(path => !documented.Any(known => KeyPath.Covers(known, path)));
        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public void Every_key_of_every_document_stands_in_those_that_the_table_names()
    {
        foreach (var key in EvidenceDocs.FurtherKeys("every document"))
        {
            foreach (var outcome in key.FoundIn.SelectMany(word => word == "all" ? Documents.Names : [word]))
                Assert.True(Has(outcome, key.Here!), $"{key.Here} is not in '{outcome}'.");
        }
    }

    private static IEnumerable<string> Keys(string source) =>
        KeyPath.All(JsonNode.Parse(File.ReadAllText(Repository.TestData($"Source/{source}.json")))).Distinct().Order(StringComparer.Ordinal);

    private void AssertFound(string form, SourceKey key)
    {
        foreach (var outcome in key.FoundIn)
            Assert.True(Has($"{form} {outcome}", key.Here!), $"{key.Here} is not in '{form} {outcome}'.");
    }

    private bool Has(string outcome, string documented)
    {
        if (!_seen.TryGetValue(outcome, out var paths))
            _seen[outcome] = paths = [.. KeyPath.All(Documents.Of(outcome)).Distinct()];
        return paths.Any(path => KeyPath.Covers(documented, path));
    }
}
