using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>The data annotations of an input, those of the objects inside it included, which the framework's validator does not look at.</summary>
internal static class InputRules
{
    private const int Deepest = 32;

    /// <summary>The first rule that is broken, with the path to it, or nothing.</summary>
    public static InvalidInputException? Fault(object value) => Fault(value, "$", 0);

    private static InvalidInputException? Fault(object? value, string path, int depth) => value switch
    {
        _ when depth > Deepest => null,
        null or string or JsonElement => null,
        IPersonal personal => Fault(personal.Clear, path, depth + 1),
        IEnumerable items => items.Cast<object?>().Select((item, i) => Fault(item, $"{path}[{i}]", depth + 1))
            .FirstOrDefault(fault => fault is not null),
        _ when value.GetType().Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)) => null,
        _ => Own(value, path) ?? Inside(value, path, depth),
    };

    private static InvalidInputException? Own(object value, string path)
    {
        var faults = new List<ValidationResult>();
        if (Validator.TryValidateObject(value, new ValidationContext(value), faults, validateAllProperties: true))
            return null;
        var member = faults[0].MemberNames.FirstOrDefault();
        return new(member is null ? path : $"{path}.{Name(member)}", faults[0].ErrorMessage ?? "is not valid");
    }

    private static InvalidInputException? Inside(object value, string path, int depth) => value.GetType().GetProperties()
        .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsPrimitive)
        .Select(property => Fault(property.GetValue(value), $"{path}.{Name(property.Name)}", depth + 1))
        .FirstOrDefault(fault => fault is not null);

    private static string Name(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
