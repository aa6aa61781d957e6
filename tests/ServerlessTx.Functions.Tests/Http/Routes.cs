using System.Reflection;
using Microsoft.AspNetCore.Http;
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
    public void Every_function_has_a_name_of_its_own_whatever_its_case()
    {
        var names = typeof(TransactionRoutes).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(["Append", "Saga", "Step", "Tcc", "TwoPhaseCommit"], names.Where(name => char.IsUpper(name[0])).Order(StringComparer.Ordinal));
    }

    /// <summary>A start has a path for each workflow and a command one for each type's, so that each input has a schema.</summary>
    private static string Documented(string route) => route
        .Replace("{workflow}", "order_fulfillment", StringComparison.Ordinal)
        .Replace("{type}/{id}/{command}", "BankAccount/{id}/deposit", StringComparison.Ordinal);

    /// <summary>Those of operations: the rest answers about the API itself.</summary>
    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Own() => Attributes().Where(trigger => trigger.Name is not ("unknown" or "openapi"));

    private static string Line((string Name, HttpTriggerAttribute Trigger) trigger) =>
        $"{trigger.Name}: {string.Join(' ', trigger.Trigger.Methods!.Select(method => method.ToUpperInvariant()))} {trigger.Trigger.Route}";

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Attributes() =>
        from method in typeof(TransactionRoutes).GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (function.Name, method.GetParameters()[0].GetCustomAttribute<HttpTriggerAttribute>()!);
}
