namespace ServerlessTx.Explorer;

/// <summary>Limits, and who makes calls under them, all at once.</summary>
internal sealed record LimitScenario : Exploration
{
    public required IReadOnlyList<ConcurrencyLimit> Limits { get; init; }

    public required Func<LimitRoles, IReadOnlyList<Role>> Now { get; init; }

    /// <summary>How often time goes on past a lease, whenever an order wants.</summary>
    public int Leases { get; init; }

    public override IStage Set() => new LimitStage(this);

    public override string ToString() => string.Join("; ", new[]
    {
        $"{Bounds}", string.Join(", ", Limits.Select(limit => $"{limit.AtOnce} of {limit.Name}")), string.Join(", ", Now(new LimitRoles(Limits)).Select(role => role.Name)),
        Leases switch { 0 => "", 1 => "a lease ends", var leases => $"{leases} leases end" },
    }.Where(part => part.Length > 0));
}
