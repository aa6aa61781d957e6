using System.Buffers;
using System.Text;

namespace ServerlessTx.Verification;

/// <summary>A document that is served as it was computed is told by its bytes, without a second one beside it.</summary>
public sealed class ComparingWriterTests
{
    [Theory]
    [InlineData("evidence", true, "evidence")]
    [InlineData("evidence", true, "evi", "dence")]
    [InlineData("evidence", true, "e", "v", "", "idence")]
    [InlineData("", true)]
    [InlineData("", true, "")]
    [InlineData("evidence", false)]
    [InlineData("evidence", false, "evidenc")]
    [InlineData("evidence", false, "evidence", "s")]
    [InlineData("evidence", false, "evidences")]
    [InlineData("evidence", false, "avi", "dence")]
    [InlineData("evidence", false, "evi", "dents")]
    [InlineData("evidence", false, "evi", "denti", "dence")]
    [InlineData("", false, "e")]
    public void Only_the_same_bytes_are_equal(string expected, bool areEqual, params string[] written)
    {
        var writer = new ComparingWriter(Encoding.UTF8.GetBytes(expected));
        foreach (var part in written)
            writer.Write(Encoding.UTF8.GetBytes(part));
        Assert.Equal(areEqual, writer.IsEqual);
    }

    [Fact]
    public void What_is_larger_than_its_room_is_compared_whole()
    {
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        var (same, other) = (new ComparingWriter(bytes), new ComparingWriter(bytes));
        bytes.CopyTo(same.GetMemory(bytes.Length));
        same.Advance(bytes.Length);
        bytes.CopyTo(other.GetSpan(bytes.Length));
        other.GetSpan()[^1]++;
        other.Advance(bytes.Length);
        Assert.Equal((true, false), (same.IsEqual, other.IsEqual));
    }
}
