using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>
/// Personal data as JSON. Whatever is stored is written through here, so nothing of it is stored that is not sealed.
/// </summary>
/// <param name="inTheClear">Whether values may stand in the clear: in what users send, and in memory on the way to being sealed.</param>
internal sealed class PersonalConverter(bool inTheClear) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Personal<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeToConvert.GetGenericArguments()), args: [inTheClear])!;

    private sealed class Typed<T>(bool inTheClear) : JsonConverter<Personal<T>> where T : notnull
    {
        public override Personal<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var json = JsonElement.ParseValue(ref reader);
            if (SealedValue.Of(json) is { } standing)
                return new Personal<T>(standing);
            if (!inTheClear)
                throw new JsonException("Personal data stands in the clear where only sealed is stored.");
            try
            {
                return json.Deserialize<T>(options)!;
            }
            catch (JsonException)
            {
                // Without the path inside: the place that the reader is at is added on the way out.
                throw new JsonException();
            }
        }

        public override void Write(Utf8JsonWriter writer, Personal<T> value, JsonSerializerOptions options)
        {
            if (value.Sealed is { } standing)
                JsonSerializer.Serialize(writer, standing, options);
            else if (inTheClear)
                JsonSerializer.Serialize(writer, value.Clear, options);
            else
                throw new InvalidOperationException($"A {nameof(Personal<T>)} is sealed before it is stored: pass on the one that came in, or await PersonalData.SealAsync on what holds it.");
        }
    }
}
