using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>A hash in JSON is its hexadecimal text.</summary>
internal sealed class ChainHashConverter : JsonConverter<ChainHash>
{
    public override ChainHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return ChainHash.Parse(reader.GetString() ?? "");
        }
        catch (FormatException wrong)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, ChainHash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
