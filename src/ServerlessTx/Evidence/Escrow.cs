namespace ServerlessTx;

/// <summary>What of an account may be spent while its owner is away, as far as this side knows.</summary>
/// <param name="SetAside">What its owner last said that it had set aside, less what has been applied since.</param>
/// <param name="Spent">What buffered operations have taken of it that are not applied yet.</param>
/// <param name="Wished">The least that was wished for since, less what has been applied; its owner may have heard of that.</param>
/// <param name="Asked">The version of the newest wish.</param>
internal sealed record Escrow(decimal SetAside, decimal Spent, decimal? Wished, long Asked)
{
    public static Escrow None { get; } = new(0, 0, null, 0);

    /// <summary>Whatever became of a wish that was not heard back from, so much stands at the owner.</summary>
    public decimal Spendable => Math.Min(SetAside, Wished ?? SetAside) - Spent;

    public Escrow Ask(decimal amount, long version) => this with { Wished = Math.Min(amount, Wished ?? SetAside), Asked = version };

    public Escrow Set(decimal amount) => this with { SetAside = amount, Wished = null };

    public Escrow Spend(decimal amount) => this with { Spent = Spent + amount };

    /// <summary>It has left the account, whichever wish its owner had heard.</summary>
    public Escrow Apply(decimal amount) => this with { SetAside = SetAside - amount, Wished = Wished - amount, Spent = Spent - amount };

    public Escrow Return(decimal amount) => this with { Spent = Spent - amount };
}
