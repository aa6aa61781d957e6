using ServerlessTx.Bank;
using Xunit.Abstractions;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>Alone: it puts load on the machine, and kills.</summary>
[CollectionDefinition(nameof(BankTests), DisableParallelization = true)]
[Collection(nameof(BankTests))]
public sealed class BankTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_bank_on_two_servers_keeps_its_money_whatever_is_killed()
    {
        await using var rounds = await BankRounds.StartAsync(Random.Shared.Next(), output.WriteLine);
        await rounds.RunAsync(rounds: 4);
    }

    [Fact]
    public void A_cycle_in_the_histories_is_found()
    {
        Assert.Null(Precedence.Cycle([["a", "b", "c"], ["a", "c"], ["d"]]));
        Assert.Equal(["a", "b", "c"], Precedence.Cycle([["a", "b"], ["b", "c", "d"], ["c", "a"]])!.Order());
    }
}
