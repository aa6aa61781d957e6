using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace ServerlessTx;

/// <summary>The JSON schema of a type that an input is read into, with the bounds that its data annotations set.</summary>
internal static class InputSchema
{
    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        // "true" takes anything, as an empty schema does, which more readers know.
        TransformSchemaNode = (context, schema) => Annotate(Own(schema as JsonObject ?? [], context.TypeInfo.Type), context.PropertyInfo?.AttributeProvider),
    };

    private const string Personal = "Personal data: stored sealed by the key of its subject, and erased with it.";

    public static JsonObject Of(Type type) => WireJson.Strict.GetJsonSchemaAsNode(type, Options) as JsonObject ?? [];

    /// <summary>Personal data is sent in the clear, as what it is.</summary>
    private static JsonObject Own(JsonObject schema, Type type) =>
        type.IsAssignableTo(typeof(IPersonal)) ? Of(type.GetGenericArguments()[0]).With("description", Personal) : schema;

    private static JsonObject Annotate(JsonObject schema, ICustomAttributeProvider? property)
    {
        foreach (var rule in property?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true) ?? [])
        {
            switch (rule)
            {
                case RangeAttribute range:
                    schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Bound(range.Minimum);
                    schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = Bound(range.Maximum);
                    break;
                case StringLengthAttribute length:
                    Lengths(schema, length.MinimumLength, length.MaximumLength);
                    break;
                case LengthAttribute length:
                    Lengths(schema, length.MinimumLength, length.MaximumLength);
                    break;
                case MinLengthAttribute length:
                    Lengths(schema, length.Length, null);
                    break;
                case MaxLengthAttribute length:
                    Lengths(schema, null, length.Length);
                    break;
                case RegularExpressionAttribute pattern:
                    schema["pattern"] = $"^(?:{pattern.Pattern})$";
                    break;
            }
        }

        return schema;
    }

    /// <summary>A bound of a type without constants, a decimal's say, is given as text.</summary>
    private static JsonNode? Bound(object bound) =>
        bound is string text && decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : JsonNodes.Of(bound);

    private static void Lengths(JsonObject schema, int? least, int? most)
    {
        var things = schema.ContainsKey("items") ? "Items" : "Length";
        if (least is > 0)
            schema["min" + things] = least;
        if (most is not null)
            schema["max" + things] = most;
    }
}
