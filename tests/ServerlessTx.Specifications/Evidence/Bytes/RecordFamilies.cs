using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>What an append's bytes may hold: an array of objects that name their type.</summary>
public sealed class RecordFamilies
{
    [Theory]
    [InlineData("""{"type":"opened","at":"2026-01-15T10:00:00.000Z"}""", "An append holds a JSON array of records.")]
    [InlineData("7", "An append holds a JSON array of records.")]
    [InlineData("""["opened"]""", "A record is a JSON object with a string 'type'.")]
    [InlineData("""[{"at":"2026-01-15T10:00:00.000Z"}]""", "A record is a JSON object with a string 'type'.")]
    [InlineData("""[{"type":7,"at":"2026-01-15T10:00:00.000Z"}]""", "A record is a JSON object with a string 'type'.")]
    public void What_is_no_append_is_refused_in_words(string payload, string why) =>
        Assert.Equal(why, Assert.Throws<JsonException>(() => RecordCodec.DecodeAll(Encoding.UTF8.GetBytes(payload))).Message);

    [Theory]
    [InlineData("""[{"type":"witnessed","by":"x","at":"2026-01-15T10:00:01.000Z"}]""", "2026-01-15T10:00:01.000Z")]
    [InlineData("""[{"type":"witnessed"}]""", "0001-01-01T00:00:00.000Z")]
    [InlineData("""[{"type":"witnessed","at":7}]""", "0001-01-01T00:00:00.000Z")]
    [InlineData("""[{"type":"witnessed","at":"soon"}]""", "0001-01-01T00:00:00.000Z")]
    public void A_record_of_a_later_version_is_its_name_and_its_stamp_where_it_has_one(string payload, string at)
    {
        var record = Assert.IsType<UnknownRecord>(Assert.Single(RecordCodec.DecodeAll(Encoding.UTF8.GetBytes(payload))));
        Assert.Equal(("witnessed", at), (record.Type, Stamp.Text(record.At)));
        Assert.Equal("witnessed", RecordCodec.NameOf(record));
    }

    [Fact]
    public void A_record_begins_with_the_name_of_its_type() => Assert.Equal(
        """{"type":"taken_over","by":"host_b","at":"2026-01-15T10:00:00.000Z"}""",
        Encoding.UTF8.GetString(RecordCodec.Encode(new TakenOver { By = "host_b", At = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero) })));

    [Fact]
    public void Two_types_cannot_have_one_name() => Assert.Throws<ArgumentException>(() => new NamedRecords<TransactionRecord>(
        [("ended", typeof(Ended)), ("ended", typeof(Stuck))], (name, at) => new UnknownRecord { Type = name, At = at }));
}
