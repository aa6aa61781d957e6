using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>An input that a workflow cannot work with. Nothing was begun.</summary>
public sealed class InvalidInputException(string field, string detail) : Exception($"{field}: {detail}")
{
    /// <summary>Where it is, as a JSON path from <c>$</c>.</summary>
    public string Field { get; } = field;

    /// <summary>What is wrong there and what would be right.</summary>
    public string Detail { get; } = detail;

    internal static InvalidInputException From(JsonException wrong)
    {
        var message = wrong.Message.Split(" Path:")[0];
        var type = message.IndexOf(" for type '", StringComparison.Ordinal);
        return new(wrong.Path ?? "$", type < 0 ? message : message[..type]);
    }

    internal static InvalidInputException From(IReadOnlyList<ValidationResult> faults)
    {
        var field = faults[0].MemberNames.FirstOrDefault() is { } member ? "$." + JsonNamingPolicy.SnakeCaseLower.ConvertName(member) : "$";
        return new(field, faults[0].ErrorMessage ?? "is not valid");
    }
}
