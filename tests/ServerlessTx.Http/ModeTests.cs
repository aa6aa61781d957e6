using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AspNetCore;
using ServerlessTx.Samples;

namespace ServerlessTx.Http;

/// <summary>Groups and their modes over HTTP: read, switched and resolved, and what a caller hears who is not admitted.</summary>
public sealed class ModeTests
{
    private const string Group = "/api/modes/resilient_transfer";
    private const string LedgerAway = """{"to":"degraded","away":["ledger_db"],"reason":"it is being moved"}""";

    [Fact]
    public async Task A_group_is_read_and_its_evidence_holds()
    {
        await using var host = await BankAsync();
        var state = await ShopHost.JsonOf(await host.GetAsync(Group));
        Assert.Equal(("strict", 1, "by_operator"), (state.GetProperty("mode").GetString(), state.GetProperty("version").GetInt32(), state.GetProperty("switching").GetString()));
        Assert.Equal("resilient_transfer", (await ShopHost.JsonOf(await host.GetAsync("/api/modes"))).GetProperty("groups")[0].GetProperty("group").GetString());
        await host.PostAsync($"{Group}/switch", LedgerAway);
        var report = EvidenceVerifier.Verify(await (await host.GetAsync($"{Group}/evidence")).Content.ReadAsByteArrayAsync());
        Assert.Equal((VerificationOutcome.Holds, "resilient_transfer"), (report.Outcome, report.Workflow));
    }

    [Fact]
    public async Task A_transfer_of_a_degraded_group_says_so_and_promises_less()
    {
        await using var host = await BankAsync();
        var group = await ShopHost.JsonOf(await host.PostAsync($"{Group}/switch", LedgerAway));
        Assert.Equal("degraded", group.GetProperty("mode").GetString());
        var transfer = await ShopHost.JsonOf(await TransferAsync(host, 10));
        Assert.Equal(("completed", "Eventual"), (transfer.GetProperty("status").GetString(), transfer.GetProperty("guarantees").GetProperty("achieved").GetProperty("atomicity").GetString()));
        var evidence = await ShopHost.JsonOf(await host.GetAsync($"/api/transactions/{transfer.GetProperty("transaction_id").GetString()}/evidence"));
        Assert.Equal($$"""{"group":"resilient_transfer","version":{{group.GetProperty("version")}},"mode":"degraded","away":["ledger_db"]}""", evidence.GetProperty("mode").GetRawText());
        Assert.Equal(1, (await ShopHost.JsonOf(await host.GetAsync(Group))).GetProperty("sides")[0].GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task Whoever_is_not_admitted_hears_why_and_when_to_come_again()
    {
        await using var host = await BankAsync();
        await host.PostAsync($"{Group}/switch", """{"to":"degraded","away":["accounts_db"],"reason":"it is being moved"}""");
        var response = await TransferAsync(host, 10);
        var problem = await ShopHost.ProblemOf(response);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (response.StatusCode, ShopHost.Header(response, "Retry-After")));
        Assert.Equal(("not_admitted", "beyond_escrow", "degraded"), (problem.Name, problem.Member("reason"), problem.Member("mode")));
        await host.PostAsync($"{Group}/switch", """{"to":"failing_back","reason":"it is back"}""");
        Assert.Equal("failing_back", (await ShopHost.ProblemOf(await TransferAsync(host, 10))).Member("reason"));
        Assert.Empty((await ShopHost.JsonOf(await host.GetAsync("/api/transactions"))).GetProperty("transactions").EnumerateArray());
    }

    [Fact]
    public async Task A_key_that_began_one_before_gets_it_whatever_the_mode()
    {
        await using var host = await BankAsync();
        var first = await TransferAsync(host, 10, ("Idempotency-Key", "k"));
        await host.PostAsync($"{Group}/switch", LedgerAway);
        await host.PostAsync($"{Group}/switch", """{"to":"failing_back","reason":"it is back"}""");
        var again = await TransferAsync(host, 10, ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.OK, "true", first.Headers.Location), (again.StatusCode, ShopHost.Header(again, "Idempotency-Replayed"), again.Headers.Location));
        Assert.Equal("idempotency_key_reused", (await ShopHost.ProblemOf(await TransferAsync(host, 11, ("Idempotency-Key", "k")))).Name);
        Assert.Equal("not_admitted", (await ShopHost.ProblemOf(await TransferAsync(host, 10, ("Idempotency-Key", "l")))).Name);
    }

    [Theory]
    [InlineData("/api/modes/nothing/switch", LedgerAway, "unknown_group", 404)]
    [InlineData($"{Group}/switch", """{"to":"degraded","away":["moon"],"reason":"x"}""", "unknown_group", 404)]
    [InlineData($"{Group}/switch", """{"to":"degraded","reason":"x"}""", "invalid_input", 400)]
    [InlineData($"{Group}/switch", """{"to":"degraded","away":["ledger_db"],"reason":""}""", "invalid_input", 400)]
    [InlineData($"{Group}/switch", """{"to":"chaos","reason":"x"}""", "invalid_input", 400)]
    [InlineData($"{Group}/switch", """{"to":"strict","reason":"x"}""", "mode_does_not_fit", 409)]
    [InlineData($"{Group}/switch", """{"to":"failing_back","reason":"x"}""", "mode_does_not_fit", 409)]
    [InlineData($"{Group}/escrow", """{"side":"accounts_db","account":"a","amount":1001}""", "beyond_balance", 409)]
    [InlineData($"{Group}/escrow", """{"side":"accounts_db","account":"a","amount":-1}""", "invalid_input", 400)]
    [InlineData($"{Group}/escrow", """{"side":"moon","account":"a","amount":1}""", "unknown_group", 404)]
    [InlineData($"{Group}/escrow", """{"side":"ledger_db","account":"a","amount":1}""", "mode_does_not_fit", 409)]
    [InlineData($"{Group}/resolve", """{"operation":"t/b/action","act":"retry","reason":"x"}""", "unknown_group", 404)]
    public async Task What_is_wrong_is_said_and_changes_nothing(string path, string body, string name, int status)
    {
        await using var host = await BankAsync();
        var before = (await ShopHost.JsonOf(await host.GetAsync(Group))).GetProperty("mode").GetString();
        var response = await host.PostAsync(path, body);
        Assert.Equal((name, status), ((await ShopHost.ProblemOf(response)).Name, (int)response.StatusCode));
        var after = await ShopHost.JsonOf(await host.GetAsync(Group));
        Assert.Equal((before, 0), (after.GetProperty("mode").GetString(), after.GetProperty("escrow").GetArrayLength()));
    }

    [Fact]
    public async Task An_operators_acts_take_a_role_of_their_own()
    {
        await using var host = await BankAsync(
            services => services.AddServerlessTxApiKeys(keys => keys.Keys = [new ApiKey { Name = "shop", Key = "starter-0123456789abcdef0" }]),
            group => group.RequireApiKeys());
        foreach (var act in new[] { "switch", "escrow", "resolve" })
            Assert.Equal("role_missing", (await ShopHost.ProblemOf(await host.PostAsync($"{Group}/{act}", LedgerAway, ("X-Api-Key", "starter-0123456789abcdef0")))).Name);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(Group, ("X-Api-Key", "starter-0123456789abcdef0"))).StatusCode);
    }

    private static Task<HttpResponseMessage> TransferAsync(ShopHost host, decimal amount, params (string Name, string Value)[] headers) =>
        host.PostAsync("/api/transactions/resilient_transfer", $$"""{"from":"a","to":"b","amount":{{amount}}}""", [("Prefer", "wait=30"), .. headers]);

    private static Task<ShopHost> BankAsync(Action<IServiceCollection>? more = null, Action<Microsoft.AspNetCore.Routing.RouteGroupBuilder>? group = null)
    {
        var rows = new MemoryPartitionStore();
        return ShopHost.StartAsync(
            services =>
            {
                services.AddServerlessTx(tx => tx.AddModes(provider =>
                {
                    var barrier = new Barrier(rows, provider.GetRequiredService<TimeProvider>());
                    var locks = new RowLocks(new InDoubt(provider.GetRequiredService<IDecisions>()), provider.GetRequiredService<TimeProvider>(), RowLocks.DefaultWait);
                    return ResilientTransfer.Declare(new AccountsDb(barrier, locks), new LedgerDb(barrier, locks), terms: new ModeTerms { Switching = ModeSwitching.ByOperator });
                }));
                more?.Invoke(services);
            },
            group);
    }
}
