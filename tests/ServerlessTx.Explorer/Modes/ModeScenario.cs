namespace ServerlessTx.Explorer;

/// <summary>A group and who acts on it.</summary>
internal sealed record ModeScenario : Exploration
{
    /// <summary>Who has acted before, one behind the other, with nothing going wrong.</summary>
    public Func<ModeRoles, IReadOnlyList<Role>> Before { get; init; } = _ => [];

    /// <summary>Who acts now, all at once.</summary>
    public required Func<ModeRoles, IReadOnlyList<Role>> Now { get; init; }

    /// <summary>Probes can go unanswered too, and switch the group.</summary>
    public bool IsProbed { get; init; }

    /// <summary>Between the arrival of a call and its answer anything can happen; without it, an answer is heard at once or lost.</summary>
    public bool HasSlowAnswers { get; init; }

    public override IStage Set() => new ModeStage(this);

    public override string ToString()
    {
        var roles = new ModeRoles(Payments.Over(new TillDesk(new CallDesk(), IsProbed)));
        var parts = new[] { Bounds.ToString(), Names("before", Before(roles)), Names("now", Now(roles)), HasSlowAnswers ? "slow answers" : "", IsProbed ? "probes" : "" };
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private static string Names(string when, IReadOnlyList<Role> roles) => roles.Count == 0 ? "" : $"{when} {string.Join(", ", roles.Select(role => role.Name))}";
}
