using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace ServerlessTx;

/// <summary>Messages to CloudEvents, in structured and in binary mode. JSON that readers understand differently (a name twice) is none.</summary>
internal static class EventReader
{
    public const string Malformed = "malformed_event";
    public const string TooLarge = "too_large";
    public const int MostBytes = 256 * 1024;

    /// <summary>An event and its data are levels of their own around what somebody said.</summary>
    private const int Deepest = JsonDepth.Most + 2;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    public static readonly CloudEventAttribute IdempotencyKey = CloudEventAttribute.CreateExtension("idempotencykey", CloudEventAttributeType.String);
    public static readonly CloudEventAttribute Traceparent = CloudEventAttribute.CreateExtension("traceparent", CloudEventAttributeType.String);

    /// <summary>What an event belongs to.</summary>
    public static readonly CloudEventAttribute CorrelationId = CloudEventAttribute.CreateExtension("correlationid", CloudEventAttributeType.String);

    /// <summary>The id of the event that it answers.</summary>
    public static readonly CloudEventAttribute CausationId = CloudEventAttribute.CreateExtension("causationid", CloudEventAttributeType.String);

    public static readonly CloudEventAttribute[] Extensions = [IdempotencyKey, Traceparent, CorrelationId, CausationId];

    /// <summary>How data is written: what is outside ASCII takes up to three times its bytes.</summary>
    public static readonly JsonSerializerOptions Written = new();

    public static readonly JsonEventFormatter Formatter = new(Written, Json);

    /// <exception cref="MalformedEventException">It is none, or too large.</exception>
    public static CloudEvent Read(IncomingMessage message)
    {
        if (message.Body.Length > MostBytes)
            throw new MalformedEventException(TooLarge, $"A body may have {MostBytes} bytes (256 KiB); this one has {message.Body.Length}.");
        try
        {
            var type = string.IsNullOrEmpty(message.ContentType) ? null : new ContentType(message.ContentType);
            var read = type?.MediaType.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase) is true
                ? Formatter.DecodeStructuredModeMessage(message.Body, type, Extensions)
                : ReadBinary(message);
            return read.Validate();
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            throw new MalformedEventException(Malformed, $"No CloudEvent 1.0, structured or binary: {FirstLine(wrong.Message)}");
        }
    }

    /// <summary>The event's data, which has to be JSON.</summary>
    /// <exception cref="MalformedEventException">It is something else.</exception>
    public static JsonElement DataOf(CloudEvent read) => read.Data is JsonElement data
        ? data
        : throw new MalformedEventException(Malformed, "The data must be JSON (datacontenttype application/json).");

    private static CloudEvent ReadBinary(IncomingMessage message)
    {
        var read = new CloudEvent(CloudEventsSpecVersion.V1_0, Extensions);
        if (message.Attributes.GetValueOrDefault("specversion") is not "1.0")
            throw new ArgumentException("the attribute specversion is not 1.0.");
        foreach (var (name, value) in message.Attributes.Where(attribute => attribute.Key is not "specversion"))
            read.SetAttributeFromString(name, value);
        read.DataContentType ??= message.ContentType ?? "application/json";
        Formatter.DecodeBinaryModeEventData(message.Body, read);
        return read;
    }

    /// <summary>A parser's message says where; it does not repeat what it found.</summary>
    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}
