using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>What counts as personal data in stored bytes.</summary>
public sealed class SealedValues
{
    private const string Whole = """{"personal_of":"guest_1","origin":"order.address","sealed":"AAAA"}""";

    [Fact]
    public void It_is_whose_it_is_as_what_it_was_sealed_and_its_bytes() => Assert.Equal(
        new SealedValue { PersonalOf = "guest_1", Origin = "order.address", Sealed = "AAAA" }, SealedValue.Of(JsonElement.Parse(Whole)));

    [Theory]
    [InlineData("""{"origin":"order.address","sealed":"AAAA"}""")]
    [InlineData("""{"personal_of":"guest_1","sealed":"AAAA"}""")]
    [InlineData("""{"personal_of":"guest_1","origin":"order.address"}""")]
    [InlineData("""{"personal_of":7,"origin":"order.address","sealed":"AAAA"}""")]
    [InlineData("""{"personal_of":"guest_1","origin":null,"sealed":"AAAA"}""")]
    [InlineData("""{"personal_of":"guest_1","origin":"order.address","sealed":[]}""")]
    [InlineData("\"personal_of\"")]
    [InlineData("[]")]
    public void What_lacks_one_of_these_is_something_else(string json) => Assert.Null(SealedValue.Of(JsonElement.Parse(json)));

    [Theory]
    [InlineData(Whole, true)]
    [InlineData("""[{"input":{"address":{"personal_of":"guest_1"}}}]""", true)]
    [InlineData("""{"origin":"personal_of"}""", false)]
    [InlineData("{}", false)]
    public void Bytes_hold_some_where_its_member_stands(string json, bool holds) => Assert.Equal(holds, SealedValue.IsIn(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("erased", Whole, true)]
    [InlineData("address", Whole, false)]
    [InlineData(null, Whole, false)]
    [InlineData("erased", "true", false)]
    public void Only_what_says_so_of_a_sealed_value_is_an_erasure(string? member, string json, bool erasure) =>
        Assert.Equal(erasure, SealedValue.IsErasure(member, JsonElement.Parse(json)));
}
