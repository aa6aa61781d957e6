namespace ServerlessTx.Specifications;

/// <summary>A hash is read as it is written, and in no other way: two spellings of one hash would be two.</summary>
public sealed class ChainHashes
{
    private const string Example = "fa8758b65f750dea7be9dc39acedf78757a26bf6326e29c8822571b18586593a";

    [Fact]
    public void What_is_written_is_read() => Assert.Equal(Example, ChainHash.Parse(Example).ToString());

    [Fact]
    public void Without_a_value_it_is_that_of_nothing_before() => Assert.Equal(ChainHash.Zero.ToString(), default(ChainHash).ToString());

    [Fact]
    public void The_hash_of_an_append_is_that_of_the_hash_before_it_and_its_bytes() =>
        Assert.Equal("11066a7cd1cd81d890388c29c923c2e87817c887beff571550a653c9a574afb3", ChainHash.Zero.Next("[]"u8).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("fa8758b6")]
    [InlineData(Example + "0")]
    [InlineData("FA8758B65F750DEA7BE9DC39ACEDF78757A26BF6326E29C8822571B18586593A")]
    [InlineData("ga8758b65f750dea7be9dc39acedf78757a26bf6326e29c8822571b18586593a")]
    public void Anything_else_is_refused_with_what_was_found(string text) => Assert.Equal(
        $"A hash is 64 lower-case hexadecimal digits; found '{text}'.", Assert.Throws<FormatException>(() => ChainHash.Parse(text)).Message);
}
