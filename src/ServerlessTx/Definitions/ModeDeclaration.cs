namespace ServerlessTx;

/// <summary>A group as data: its stream begins with it, so that what was allowed can be judged without the code.</summary>
internal sealed record ModeDeclaration
{
    public required string Group { get; init; }

    /// <summary>Name, version and fingerprint of the form that runs while everybody answers.</summary>
    public required DeclaredForm Strict { get; init; }

    public required DeclaredForm Degraded { get; init; }

    public required IReadOnlyList<DeclaredSide> Sides { get; init; }

    public required ModeSwitching Switching { get; init; }

    public required ConflictRule Conflicts { get; init; }

    public DeclaredSide? Side(string name) => Sides.FirstOrDefault(side => side.Name == name);

    public bool IsSame(ModeDeclaration other) => this with { Sides = [] } == other with { Sides = [] } && Sides.SequenceEqual(other.Sides);
}

/// <summary>One form of a workflow.</summary>
internal sealed record DeclaredForm(string Workflow, int Version, Pattern Pattern, string Fingerprint)
{
    public static DeclaredForm Of(Workflow workflow) =>
        new(workflow.Definition.Name, workflow.Definition.Version, workflow.Definition.Pattern, workflow.Definition.Fingerprint!);
}

/// <summary>One side, and what may be buffered for it.</summary>
internal sealed record DeclaredSide(string Name, int MostOperations, decimal MostAmount, bool HasLimits, bool HasEscrow);
