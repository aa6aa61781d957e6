using Orleans.Concurrency;
using Orleans.Transactions.Abstractions;

namespace ServerlessTx.Benchmarks;

/// <summary>As the samples of Orleans write it.</summary>
[Reentrant]
public sealed class AccountGrain([TransactionalState("account")] ITransactionalState<Account> account) : Grain, IAccountGrain
{
    public Task Add(decimal amount) => account.PerformUpdate(state =>
    {
        if (state.Balance + amount < 0)
            throw new InvalidOperationException("insufficient_funds");
        state.Balance += amount;
    });

    public Task<decimal> Balance() => account.PerformRead(state => state.Balance);
}
