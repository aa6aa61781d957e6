using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>The canonical form against the examples of RFC 8785 itself: a verifier in another language hashes the same bytes.</summary>
public sealed class CanonicalForm
{
    [Fact]
    public void The_example_of_section_3_2_2_gives_its_text() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Of("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """));

    [Fact]
    public void The_example_of_section_3_2_3_is_sorted_by_utf16_code_units() => Assert.Equal(
        "Carriage Return, One, Control, Latin Small Letter O With Diaeresis, Euro Sign, Emoji: Grinning Face, Hebrew Letter Dalet With Dagesh",
        string.Join(", ", JsonElement.Parse(Of("""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """)).EnumerateObject().Select(member => member.Value.GetString())));

    /// <summary>Appendix B: the bits of a double, and how it is written.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_appendix_b_says(string bits, string text)
    {
        var number = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal(text, Of(number.ToString("G17", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void What_no_double_can_hold_is_kept_as_it_stands() => Assert.Equal("[1E999,-1e999]", Of("[ 1E999, -1e999 ]"));

    [Fact]
    public void Only_what_must_be_escaped_is() => Assert.Equal(
        """{"\"\\\b\t\n\f\r":"\u0000\u0001\u001f /<é"}""",
        Of("""{ "\u0022\u005c\u0008\u0009\u000a\u000c\u000d" : "\u0000\u0001\u001F\u0020\u002f\u003c\u00e9" }"""));

    [Fact]
    public void What_holds_nothing_stays_empty() => Assert.Equal("""{"a":[],"b":{},"c":[[],""]}""", Of("""{ "b": {}, "c": [ [], "" ], "a": [] }"""));

    private static string Of(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(json)));
}
