using System.Reflection;
using System.Text;

namespace ServerlessTx.Readme;

/// <summary>
/// The public API stands in a text file beside each library, so that a change of it is a change that a reviewer sees.
/// <c>UPDATE_PUBLIC_API=1</c> writes the files anew.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("ServerlessTx")]
    [InlineData("ServerlessTx.AspNetCore")]
    [InlineData("ServerlessTx.AzureQueues")]
    [InlineData("ServerlessTx.AzureTables")]
    [InlineData("ServerlessTx.Participants.PostgreSql")]
    [InlineData("ServerlessTx.Participants.Http")]
    [InlineData("ServerlessTx.Testing")]
    public void A_change_of_the_public_API_is_listed(string library)
    {
        var file = Path.Combine(ReadmeTests.Root, "src", library, "PublicApi.txt");
        var api = Of(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") is not null)
            File.WriteAllText(file, api);
        Assert.Equal(File.ReadAllText(file), api);
    }

    private static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Name(type)).Append('\n');
            foreach (var line in type.GetMembers(Declared).Where(IsVisible).Select(Line).Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{Static(method.IsStatic)}{method.Name}{Arguments(method)}({Parameters(method)}) : {Name(method.ReturnType)}",
        PropertyInfo property => $"{property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.SetMethod is { IsPublic: true } ? "set; " : "")}}} : {Name(property.PropertyType)}",
        FieldInfo { IsLiteral: true } constant => $"const {constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo field => $"{Static(field.IsStatic)}{field.Name} : {Name(field.FieldType)}",
        _ => member.Name,
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } method => method.Name.StartsWith("op_", StringComparison.Ordinal),
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors().Length > 0,
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        Type => false,
        _ => true,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = …" : "")}"));

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        var name = (type.IsNested ? Name(type.DeclaringType!) + "." : type.Namespace == "System" ? "" : type.Namespace + ".") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
