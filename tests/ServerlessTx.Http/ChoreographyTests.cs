using System.Net;

namespace ServerlessTx.Http;

/// <summary>Runs of choreographies over HTTP: begun, watched, listed, and their evidence taken away.</summary>
public sealed class ChoreographyTests
{
    private const string Runs = "/api/choreographies/lend_book/runs";
    private const string Body = """{"item":"book","amount":10}""";

    [Fact]
    public async Task A_run_is_begun_watched_and_its_evidence_holds()
    {
        await using var host = await LibraryAsync();
        var begun = await host.PostAsync(Runs, Body);
        var state = await ShopHost.JsonOf(begun);
        var id = state.GetProperty("saga_id").GetString();
        Assert.Equal((HttpStatusCode.Accepted, $"/api/choreographies/{id}", "lend_book"), (begun.StatusCode, begun.Headers.Location!.ToString(), state.GetProperty("choreography").GetString()));

        var watched = await ShopHost.JsonOf(await host.GetAsync($"/api/choreographies/{id}"));
        Assert.Contains(watched.GetProperty("status").GetString(), new[] { "running", "completed" });
        foreach (var view in new[] { "", "?view=pattern", "?view=events" })
        {
            var report = EvidenceVerifier.Verify(await (await host.GetAsync($"/api/choreographies/{id}/evidence{view}")).Content.ReadAsByteArrayAsync());
            Assert.Equal(VerificationOutcome.Holds, report.Outcome);
        }
    }

    [Fact]
    public async Task A_key_begins_one_run_and_says_when_it_is_replayed()
    {
        await using var host = await LibraryAsync();
        var first = await host.PostAsync(Runs, Body, ("Idempotency-Key", "k"));
        var again = await host.PostAsync(Runs, Body, ("Idempotency-Key", "k"));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        await AssertProblemAsync("idempotency_key_reused", 422, await host.PostAsync(Runs, """{"item":"map","amount":10}""", ("Idempotency-Key", "k")));
    }

    [Fact]
    public async Task What_is_wrong_is_said_as_everywhere_and_begins_nothing()
    {
        await using var host = await LibraryAsync();
        await AssertProblemAsync("unknown_workflow", 404, await host.PostAsync("/api/choreographies/nothing/runs", Body));
        await AssertProblemAsync("invalid_input", 400, await host.PostAsync(Runs, """{"item":"","amount":10}"""));
        await AssertProblemAsync("malformed_id", 400, await host.GetAsync("/api/choreographies/nonsense"));
        await AssertProblemAsync("unknown_transaction", 404, await host.GetAsync($"/api/choreographies/{TransactionId.Example}"));
        await AssertProblemAsync("unknown_transaction", 404, await host.GetAsync($"/api/choreographies/{TransactionId.Example}/evidence"));
        await AssertProblemAsync("invalid_parameter", 400, await host.GetAsync($"/api/choreographies/{TransactionId.Example}/evidence?view=saga"));
        await AssertProblemAsync("invalid_parameter", 400, await host.GetAsync("/api/choreographies?status=lost"));
        Assert.Empty((await ShopHost.JsonOf(await host.GetAsync("/api/choreographies"))).GetProperty("choreographies").EnumerateArray());
    }

    /// <summary>Each event of the run carries it, in an envelope and beside what happened.</summary>
    [Theory]
    [InlineData(223 * 1024, 202)]
    [InlineData(255 * 1024, 413)]
    [InlineData(256 * 1024 - 100, 413)]
    public async Task An_input_leaves_room_for_what_happens(int characters, int status)
    {
        await using var host = await LibraryAsync();
        var answer = await host.PostAsync(Runs, $$"""{"item":"book","amount":10,"note":"{{new string('n', characters)}}"}""");
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 202)
            return;
        await AssertProblemAsync("too_large", 413, answer);
        Assert.Empty((await ShopHost.JsonOf(await host.GetAsync("/api/choreographies"))).GetProperty("choreographies").EnumerateArray());
    }

    [Fact]
    public async Task The_document_has_the_fields_that_are_answered()
    {
        await using var host = await LibraryAsync();
        var schema = new ServerlessTx.AspNetCore.ServerlessTxApi(host.Services).OpenApi()["components"]!["schemas"]!["choreography"]!["properties"]!.AsObject();
        Assert.Equal(((System.Text.Json.Nodes.JsonObject)InputSchema.Of(typeof(ChoreographyState))["properties"]!).Select(field => field.Key), schema.Select(field => field.Key));
    }

    private static async Task AssertProblemAsync(string name, int status, HttpResponseMessage answer)
    {
        var problem = new SentProblem(await ShopHost.JsonOf(answer));
        Assert.Equal((name, status), (problem.Name, problem.Status));
    }

    /// <summary>A lender that is his own borrower: what he says, he hears.</summary>
    internal static Task<ShopHost> LibraryAsync() => ShopHost.StartAsync(services => new ServerlessTxBuilder(services).AddChoreography(
        Choreography.Of<Purchase>(
            "lend_book", 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1),
            ChoreographedService.Named("lender", "lender")
                .Starts("lend", says: "Lent", (_, _) => Task.FromResult("lent"))
                .Ends("Lent", "note", (_, _) => Task.FromResult("noted"), says: "Noted")
                .Expires<string, string>("lend", "call_back", (_, _, _) => Task.FromResult("called back"), says: "CalledBack"))));
}
