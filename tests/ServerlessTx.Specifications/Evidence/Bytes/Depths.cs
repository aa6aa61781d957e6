using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>Forty-eight levels of somebody else's JSON are taken, forty-nine are not, of whatever they are made.</summary>
public sealed class Depths
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("""{"a":""", "}")]
    [InlineData("""{"shallow":[],"a":""", ""","flat":1}""")]
    [InlineData("[1,[],", ",{}]")]
    public void It_is_too_deep_from_one_level_more_than_the_most(string open, string close)
    {
        Assert.False(JsonDepth.IsTooDeep(Nested(48, open, close)));
        Assert.True(JsonDepth.IsTooDeep(Nested(49, open, close)));
    }

    [Fact]
    public void What_is_not_nested_is_never_too_deep() => Assert.False(JsonDepth.IsTooDeep(JsonElement.Parse("7")));

    /// <summary>So many levels, the innermost of them empty or shallow members only.</summary>
    private static JsonElement Nested(int depth, string open, string close)
    {
        var innermost = open[0] == '[' ? "[]" : "{}";
        var text = string.Concat(Enumerable.Repeat(open, depth - 1)) + innermost + string.Concat(Enumerable.Repeat(close, depth - 1));
        return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 100 }).RootElement;
    }
}
