using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>How everything is written as JSON: snake_case names, no nulls, stamps in UTC with milliseconds.</summary>
internal static class WireJson
{
    /// <summary>For what we wrote ourselves: unknown fields are tolerated, because evidence outlives code.</summary>
    public static JsonSerializerOptions Tolerant { get; } = Create(JsonUnmappedMemberHandling.Skip);

    /// <summary>For what users send: an unknown or missing field is theirs to correct.</summary>
    public static JsonSerializerOptions Strict { get; } = Create(JsonUnmappedMemberHandling.Disallow, inTheClear: true);

    /// <summary>For values of an application's own types, which are read back as they were: a null is written, since its absence could not be read.</summary>
    public static JsonSerializerOptions Faithful { get; } = Create(JsonUnmappedMemberHandling.Skip, JsonIgnoreCondition.Never);

    /// <summary>Like <see cref="Faithful"/>, with personal data in the clear: for memory, on the way to being sealed, and never for a store.</summary>
    public static JsonSerializerOptions InTheClear { get; } = Create(JsonUnmappedMemberHandling.Skip, JsonIgnoreCondition.Never, inTheClear: true);

    public static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, Tolerant);

    /// <summary>A value of an application's own type.</summary>
    public static JsonElement Keep(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), Faithful);

    private static JsonSerializerOptions Create(
        JsonUnmappedMemberHandling unmapped, JsonIgnoreCondition ignored = JsonIgnoreCondition.WhenWritingNull, bool inTheClear = false)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = ignored,
            UnmappedMemberHandling = unmapped,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            // The payload is never put into HTML; a readable record is worth more than escaped quotes.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 64,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new StampConverter());
        options.Converters.Add(new PersonalConverter(inTheClear));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class StampConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Stamp.Text(value));
    }
}

/// <summary>Stamps have milliseconds and no more, so that what is held in memory equals what was stored.</summary>
internal static class Stamp
{
    public static DateTimeOffset Now(TimeProvider time) => Truncate(time.GetUtcNow());

    /// <summary>Now, but never before what it follows: clocks differ, and records do not go back.</summary>
    public static DateTimeOffset NowBehind(TimeProvider time, params ReadOnlySpan<DateTimeOffset?> followed)
    {
        var stamp = Now(time);
        foreach (var earlier in followed)
            stamp = earlier > stamp ? earlier.Value : stamp;
        return stamp;
    }

    public static DateTimeOffset Truncate(DateTimeOffset value) =>
        DateTimeOffset.FromUnixTimeMilliseconds(value.ToUnixTimeMilliseconds());

    public static string Text(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
