using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Http;

/// <summary>What could not be handled, as an operator finds it and puts it back.</summary>
public sealed class DeadLetterTests
{
    private const string Lender = "/api/dead-letters/lender";
    private const string Reason = """{"reason":"The lender is mended."}""";

    [Fact]
    public async Task Dead_letters_are_listed_in_pages_read_and_put_back()
    {
        await using var host = await ChoreographyTests.LibraryAsync();
        for (var i = 1; i <= 3; i++)
            await PublishAsync(host, $"{i}", "rubbish");
        var first = await PageAsync(host, "?limit=2", atLeast: 2);
        var second = await PageAsync(host, $"?limit=2&after={first.Continuation}", atLeast: 1);
        Assert.Equal((2, 1, null), (first.Letters.Count, second.Letters.Count, second.Continuation));

        var letter = first.Letters[0];
        var read = await ShopHost.JsonOf(await host.GetAsync($"{Lender}/{letter}"));
        Assert.Equal(("malformed_event", 1, "rubbish"), (
            read.GetProperty("reason").GetString(), read.GetProperty("deliveries").GetInt32(), Encoding.UTF8.GetString(read.GetProperty("body").GetBytesFromBase64())));
        Assert.True(read.GetProperty("at").GetDateTimeOffset() <= DateTimeOffset.UtcNow);

        var back = await ShopHost.JsonOf(await host.PostAsync($"{Lender}/{letter}/put-back", Reason));
        Assert.Equal(letter, back.GetProperty("letter").GetString());
        await AssertProblemAsync("unknown_dead_letter", 404, await host.PostAsync($"{Lender}/{letter}/put-back", Reason));
        await AssertProblemAsync("unknown_dead_letter", 404, await host.GetAsync($"{Lender}/{letter}"));
    }

    [Fact]
    public async Task What_is_JSON_is_shown_as_what_it_is()
    {
        await using var host = await ChoreographyTests.LibraryAsync();
        await PublishAsync(host, "1", """{"specversion":"1.0","type":"Lent","source":"/s","id":"1"}""");
        var read = await ShopHost.JsonOf(await host.GetAsync($"{Lender}/{(await PageAsync(host, "", atLeast: 1)).Letters[0]}"));
        Assert.Equal("Lent", read.GetProperty("event").GetProperty("type").GetString());
        Assert.False(read.TryGetProperty("body", out _));
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_puts_nothing_back()
    {
        await using var host = await ChoreographyTests.LibraryAsync();
        await PublishAsync(host, "1", "rubbish");
        var letter = (await PageAsync(host, "", atLeast: 1)).Letters[0];
        await AssertProblemAsync("unknown_subscription", 404, await host.GetAsync("/api/dead-letters/nobody"));
        await AssertProblemAsync("unknown_subscription", 404, await host.GetAsync($"/api/dead-letters/nobody/{letter}"));
        await AssertProblemAsync("unknown_subscription", 404, await host.PostAsync($"/api/dead-letters/nobody/{letter}/put-back", Reason));
        await AssertProblemAsync("unknown_dead_letter", 404, await host.GetAsync($"{Lender}/nonsense"));
        await AssertProblemAsync("unknown_dead_letter", 404, await host.PostAsync($"{Lender}/8999999999999999999/put-back", Reason));
        await AssertProblemAsync("invalid_parameter", 400, await host.GetAsync($"{Lender}?limit=33"));
        await AssertProblemAsync("invalid_parameter", 400, await host.GetAsync($"{Lender}?after=nonsense"));
        await AssertProblemAsync("invalid_parameter", 400, await host.GetAsync($"{Lender}?since=now"));
        await AssertProblemAsync("invalid_input", 400, await host.PostAsync($"{Lender}/{letter}/put-back", "{}"));
        await AssertProblemAsync("invalid_input", 400, await host.PostAsync($"{Lender}/{letter}/put-back", """{"reason":""}"""));
        Assert.Equal([letter], (await PageAsync(host, "", atLeast: 1)).Letters);
    }

    [Fact]
    public async Task Only_an_operator_puts_back()
    {
        await using var host = await ChoreographyTests.LibraryAsync();
        var api = new ServerlessTx.AspNetCore.ServerlessTxApi(host.Services);
        Assert.Equal(
            ["list_dead_letters Read", "dead_letter Read", "put_back_dead_letter Operator"],
            api.Endpoints.Where(endpoint => endpoint.Pattern.StartsWith("dead-letters", StringComparison.Ordinal)).Select(endpoint => $"{endpoint.Name} {endpoint.Role}"));
    }

    private static Task PublishAsync(ShopHost host, string id, string body) =>
        host.Services.GetRequiredService<IMessageBus>().PublishAsync("lend_book", new OutgoingMessage(id, "Lent", Encoding.UTF8.GetBytes(body)));

    /// <summary>Asks until the host has dead-lettered so many.</summary>
    private static async Task<(IReadOnlyList<string> Letters, string? Continuation)> PageAsync(ShopHost host, string query, int atLeast)
    {
        while (true)
        {
            var answer = await host.GetAsync(Lender + query);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await ShopHost.JsonOf(answer);
            var letters = page.GetProperty("dead_letters").EnumerateArray().Select(letter => letter.GetProperty("letter").GetString()!).ToList();
            if (letters.Count >= atLeast)
                return (letters, page.TryGetProperty("continuation", out var continuation) ? continuation.GetString() : null);
        }
    }

    private static async Task AssertProblemAsync(string name, int status, HttpResponseMessage answer)
    {
        var problem = new SentProblem(await ShopHost.JsonOf(answer));
        Assert.Equal((name, status), (problem.Name, problem.Status));
    }
}
