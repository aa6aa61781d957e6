namespace ServerlessTx.Benchmarks;

/// <summary>What the account holds.</summary>
[GenerateSerializer, Alias("ServerlessTx.Benchmarks.Account")]
public sealed record Account
{
    [Id(0)]
    public decimal Balance { get; set; } = PeerBank.OpeningBalance;
}
