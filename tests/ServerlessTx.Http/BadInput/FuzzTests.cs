using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessTx.AspNetCore;
using Xunit.Abstractions;

namespace ServerlessTx.Http;

/// <summary>Thousands of requests that were right before they were changed. Set <c>SERVERLESSTX_SEED</c> to run a printed seed again.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Requests = 4000;
    private static readonly string[] Ids = ["buy_book", "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e"];
    private static readonly HashSet<string> Types = [.. ProblemTypes.All.Select(type => type.Uri)];

    [Fact]
    public async Task No_request_makes_a_5xx_and_every_refusal_is_a_problem_of_ours()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SERVERLESSTX_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"SERVERLESSTX_SEED={seed}");
        var random = new Random(seed);
        await using var host = await ShopHost.StartAsync();
        var known = (await host.BuyAsync()).GetProperty("transaction_id").GetString()!;
        var statuses = new SortedDictionary<int, int>();
        for (var i = 0; i < Requests; i++)
        {
            var sent = Valid(random, random.Next(4) == 0 ? Ids[1] : known);
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                sent.Change();
            var (status, body) = await SendAsync(host, sent);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;

            Assert.True(status < 500, $"seed {seed}, request {i}: {status}\n{sent}\n{body}\n{string.Join('\n', host.Log.Failures)}");
            Assert.True(status < 400 || IsProblem(status, body), $"seed {seed}, request {i}: {status} without a problem\n{sent}\n{body}");
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(statuses.Keys.Count > 5, "The requests are not varied enough to prove anything.");
        Assert.Empty(host.Log.Failures);
    }

    private static Mutation Valid(Random random, string id) => random.Next(9) switch
    {
        < 4 => new Mutation(random)
        {
            Method = "POST",
            Path = "/api/transactions/buy_book",
            Body = Encoding.UTF8.GetBytes("""{"item":"book","amount":12.50,"lines":[{"sku":"a","quantity":2}],"wrapping":"gift_box","note":{"to":["x",{"y":null}]}}"""),
            Fields = { ["Idempotency-Key"] = $"key-{random.Next(20)}", ["Prefer"] = "respond-async, wait=5" },
        },
        4 => new Mutation(random) { Method = "GET", Path = "/api/transactions", Query = $"?status=completed&workflow=buy_book&limit=3&continuation={id}" },
        5 => new Mutation(random) { Method = "GET", Path = $"/api/transactions/{id}", Fields = { ["If-None-Match"] = "W/\"abc\", *" } },
        6 => new Mutation(random) { Method = "GET", Path = $"/api/transactions/{id}/evidence", Query = "?view=pattern" },
        7 => new Mutation(random) { Method = random.Next(2) == 0 ? "GET" : "POST", Path = $"/api/transactions/{id}/decision" },
        _ => new Mutation(random) { Method = "POST", Path = $"/api/transactions/{id}/cancel", Body = Encoding.UTF8.GetBytes("""{"reason":"no more"}""") },
    };

    private static async Task<(int Status, string Body)> SendAsync(ShopHost host, Mutation sent)
    {
        var answered = await host.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path, http.Request.QueryString) = (sent.Method, new PathString(sent.Path), new QueryString(sent.Query));
            http.Request.Body = new MemoryStream(sent.Body);
            foreach (var (name, value) in sent.Fields)
                http.Request.Headers[name] = value;
        });
        using var reader = new StreamReader(answered.Response.Body);
        return (answered.Response.StatusCode, await reader.ReadToEndAsync());
    }

    private static bool IsProblem(int status, string body)
    {
        var problem = JsonElement.Parse(body);
        return problem.GetProperty("status").GetInt32() == status && Types.Contains(problem.GetProperty("type").GetString()!);
    }
}
