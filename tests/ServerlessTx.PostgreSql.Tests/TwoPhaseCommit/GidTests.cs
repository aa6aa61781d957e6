using System.Text;

namespace ServerlessTx.PostgreSql.Tests;

public sealed class GidTests
{
    private static readonly string Longest = new('b', 64);

    [Fact]
    public void The_longest_is_under_the_200_bytes_that_a_server_takes()
    {
        var gid = Gid.Of(Longest, new LearnedCall(Longest, Longest, Phase.Prepare, default)).ToString();
        Assert.InRange(Encoding.UTF8.GetByteCount(gid), 1, 199);
        Assert.True(Gid.TryParse(gid, out var parsed));
        Assert.Equal((Longest, Longest, Longest), (parsed.Coordinator, parsed.TransactionId, parsed.Branch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("it's")]
    [InlineData("a|b")]
    [InlineData("ä")]
    public void What_could_end_a_literal_or_a_part_is_in_none(string branch) =>
        Assert.Throws<ArgumentException>(() => Gid.Of("0123456789ab", new LearnedCall("fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e", branch, Phase.Prepare, default)));

    [Theory]
    [InlineData("somebody's")]
    [InlineData("stx|0123456789ab|only")]
    [InlineData("stx|0123456789ab|a|b|c")]
    [InlineData("xts|0123456789ab|a|b")]
    public void The_names_of_others_are_none(string gid) => Assert.False(Gid.TryParse(gid, out _));

    [Fact]
    public void A_pattern_takes_no_letter_for_another() => Assert.Equal(@"stx|a\_b|%", Gid.Pattern("a_b"));
}
