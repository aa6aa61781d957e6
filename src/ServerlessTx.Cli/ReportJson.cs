using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx.Cli;

/// <summary>A report as a program reads it.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static async Task WriteAsync(VerificationReport report, TextWriter output) => await output.WriteLineAsync(JsonSerializer.Serialize(
        new
        {
            report.Outcome,
            report.Reason,
            report.TransactionId,
            report.Aggregate,
            report.Lock,
            report.Workflow,
            report.Pattern,
            report.End,
            report.Records,
            report.Head,
            report.Findings,
        },
        Options));
}
