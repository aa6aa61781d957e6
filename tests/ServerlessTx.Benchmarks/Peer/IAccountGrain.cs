namespace ServerlessTx.Benchmarks;

/// <summary>An account as Orleans keeps it.</summary>
[Alias("ServerlessTx.Benchmarks.IAccountGrain")]
public interface IAccountGrain : IGrainWithIntegerKey
{
    [Transaction(TransactionOption.Join), Alias("Add")]
    Task Add(decimal amount);

    [Transaction(TransactionOption.CreateOrJoin), Alias("Balance")]
    Task<decimal> Balance();
}
