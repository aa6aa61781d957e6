namespace ServerlessTx;

/// <summary>The groups of a host. Their degraded forms are workflows that go on like others, and that nobody can start by name.</summary>
internal sealed class ModeRegistry
{
    private readonly Dictionary<string, (ModeGroup Group, Workflow Degraded, ModeDeclaration Declaration)> _groups;

    public ModeRegistry(IEnumerable<ModeGroup> groups, ModeBuffer buffer) => _groups = groups.ToDictionary(group => group.Name, group =>
    {
        var degraded = group.DegradedOver(buffer);
        return (group, degraded, Declare(group, degraded));
    });

    public IEnumerable<ModeGroup> All => _groups.Values.Select(group => group.Group).OrderBy(group => group.Name, StringComparer.Ordinal);

    public IEnumerable<Workflow> StrictForms => All.Select(group => group.Strict);

    public IEnumerable<Workflow> DegradedForms => _groups.Values.Select(group => group.Degraded);

    public ModeGroup? Find(string name) => _groups.TryGetValue(name, out var found) ? found.Group : null;

    public Workflow DegradedForm(ModeGroup group) => _groups[group.Name].Degraded;

    public ModeDeclaration Declaration(ModeGroup group) => _groups[group.Name].Declaration;

    private static ModeDeclaration Declare(ModeGroup group, Workflow degraded) => new()
    {
        Group = group.Name,
        Strict = DeclaredForm.Of(group.Strict),
        Degraded = DeclaredForm.Of(degraded),
        Sides = [.. group.Sides.Select(side => side.Declared)],
        Switching = group.Terms.Switching,
        Conflicts = group.Terms.Conflicts,
    };
}
