using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>How everything is written and what is read: snake_case, no nulls, words and never numbers for what has words.</summary>
public sealed class WireForm
{
    private sealed record Note(string WrittenBy, Verdict Verdict, DateTimeOffset At, string? Reason = null);

    [Fact]
    public void A_record_is_written_in_snake_case_without_nulls_and_with_its_stamp_in_utc() => Assert.Equal(
        """{"written_by":"the \"clerk\" <é>","verdict":"done","at":"2026-01-15T09:00:00.123Z"}""",
        WireJson.ToElement(new Note("the \"clerk\" <é>", Verdict.Done, new(2026, 1, 15, 10, 0, 0, 123, 456, TimeSpan.FromHours(1)))).GetRawText());

    [Fact]
    public void A_value_of_an_applications_own_type_keeps_its_nulls() => Assert.Equal(
        """{"written_by":"x","verdict":"refused","at":"0001-01-01T00:00:00.000Z","reason":null}""",
        WireJson.Keep(new Note("x", Verdict.Refused, default)).GetRawText());

    [Fact]
    public void What_is_missing_null_a_number_for_a_word_or_given_twice_is_refused_and_what_is_unknown_only_where_it_came_from_a_user()
    {
        const string AtAll = "\"at\":\"2026-01-15T10:00:00.000Z\"";
        var unknown = $$"""{"written_by":"x","verdict":"done",{{AtAll}},"hue":1}""";
        Assert.Equal("x", JsonSerializer.Deserialize<Note>(unknown, WireJson.Tolerant)!.WrittenBy);
        Assert.All(
            [
                (unknown, WireJson.Strict),
                ($$"""{"verdict":"done",{{AtAll}}}""", WireJson.Tolerant),
                ($$"""{"written_by":null,"verdict":"done",{{AtAll}}}""", WireJson.Tolerant),
                ($$"""{"written_by":"x","verdict":0,{{AtAll}}}""", WireJson.Tolerant),
                ($$"""{"written_by":"x","written_by":"y","verdict":"done",{{AtAll}}}""", WireJson.Tolerant),
            ],
            wrong => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Note>(wrong.Item1, wrong.Item2)));
    }

    [Fact]
    public void The_options_that_everybody_shares_can_be_changed_by_nobody() =>
        Assert.All([WireJson.Tolerant, WireJson.Strict, WireJson.Faithful, WireJson.InTheClear], options => Assert.True(options.IsReadOnly));

    [Fact]
    public void A_stamp_is_now_unless_it_follows_something_later()
    {
        var time = new VirtualTime();
        var now = Stamp.Now(time);
        Assert.Equal(now, Stamp.NowBehind(time));
        Assert.Equal(now, Stamp.NowBehind(time, null, now.AddSeconds(-1)));
        Assert.Equal(now.AddSeconds(2), Stamp.NowBehind(time, now.AddSeconds(1), now.AddSeconds(2), null, now.AddSeconds(-3)));
    }
}
