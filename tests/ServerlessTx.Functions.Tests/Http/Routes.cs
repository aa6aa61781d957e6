using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using ServerlessTx.AspNetCore;
using ServerlessTx.Samples;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>The Functions app has the routes of every host, each behind a function key.</summary>
public sealed class Routes
{
    [Fact]
    public void The_triggers_are_the_operations_of_the_api_no_more_and_no_less() => VirtualTime.Run(time =>
    {
        var world = new World(time);
        var expected = new ServerlessTxApi(world.Services).Endpoints.Select(endpoint =>
            $"{endpoint.Name}: {(endpoint.Method == HttpMethods.Get ? "GET HEAD" : endpoint.Method)} {endpoint.Pattern}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), Own().Select(Line).Order(StringComparer.Ordinal));
        return Task.FromResult(true);
    });

    [Fact]
    public void The_document_of_the_api_lists_them_all() => VirtualTime.Run(time =>
    {
        var document = new ServerlessTxApi(new World(time, build: tx => tx.AddAggregate(Account.Type)).Services).OpenApi();
        Assert.All(Own(), trigger => Assert.NotNull(document["paths"]![$"/api/{Documented(trigger.Trigger.Route!)}"]));
        return Task.FromResult(true);
    });

    [Fact]
    public void Every_trigger_asks_for_a_function_key() =>
        Assert.All(Attributes(), trigger => Assert.Equal(AuthorizationLevel.Function, trigger.Trigger.AuthLevel));

    [Fact]
    public void The_docs_name_every_function()
    {
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure.md"));
        Assert.All(Names(), name => Assert.Contains($"`{name}`", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_function_has_a_name_of_its_own_whatever_its_case()
    {
        var names = Names();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(["Append", "Saga", "Step", "Tcc", "TwoPhaseCommit"], names.Where(name => char.IsUpper(name[0])).Order(StringComparer.Ordinal));
    }

    /// <summary>The Functions host takes the first route that matches, in the order of the functions' names and not by how particular it is.</summary>
    [Fact]
    public void The_first_by_name_that_takes_a_path_is_the_function_whose_path_it_is()
    {
        var inOrder = Attributes().OrderBy(trigger => trigger.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Assert.All(
            from trigger in Attributes() from method in trigger.Trigger.Methods! select (trigger.Name, Method: method, Path: Example(trigger.Trigger.Route!)),
            asked => Assert.Equal(asked.Name, inOrder.First(trigger => Takes(trigger.Trigger, asked.Method, asked.Path)).Name));
        Assert.All(
            ["/", "/transactions/x/y", "/transactions/x/y/z/z"],
            path => Assert.Equal("unknown", inOrder.First(trigger => Takes(trigger.Trigger, "get", path)).Name));
    }

    private static List<string> Names() =>
        [.. typeof(TransactionRoutes).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>()];

    private static string Example(string route) => $"/{Regex.Replace(route, @"\{[^}]*\}", "x")}";

    private static bool Takes(HttpTriggerAttribute trigger, string method, string path) => trigger.Methods!.Contains(method)
        && new TemplateMatcher(TemplateParser.Parse(trigger.Route!), []).TryMatch(path, []);

    /// <summary>A start has a path for each workflow and a command one for each type's, so that each input has a schema.</summary>
    private static string Documented(string route) => route
        .Replace("{workflow}", "order_fulfillment", StringComparison.Ordinal)
        .Replace("{type}/{id}/{command}", "BankAccount/{id}/deposit", StringComparison.Ordinal);

    /// <summary>Those of operations: the rest answers about the API itself.</summary>
    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Own() => Attributes().Where(trigger => trigger.Name is not ("unknown" or "openapi"));

    private static string Line((string Name, HttpTriggerAttribute Trigger) trigger) =>
        $"{trigger.Name}: {string.Join(' ', trigger.Trigger.Methods!.Select(method => method.ToUpperInvariant()))} {trigger.Trigger.Route}";

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Attributes() =>
        from type in typeof(TransactionRoutes).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        select (function.Name, trigger);
}
