namespace ServerlessTx;

/// <summary>The workflows of a host, by name and version. A running transaction goes on under the one it began with.</summary>
internal sealed class WorkflowRegistry
{
    private readonly Dictionary<string, Workflow> _newest = [];
    private readonly Dictionary<string, Workflow> _byFingerprint = [];

    private readonly ParticipantRegistry _participants;

    /// <param name="workflows">What can be started by name.</param>
    /// <param name="participants">Whom an ad hoc transaction may ask.</param>
    /// <param name="unnamed">What runs in place of another and goes on like it, but is nobody's to start by name.</param>
    /// <exception cref="InvalidOperationException">A definition breaks a rule, two with one name and version differ, or a child is none that could begin.</exception>
    public WorkflowRegistry(IEnumerable<Workflow> workflows, ParticipantRegistry participants, IEnumerable<Workflow>? unnamed = null)
    {
        _participants = participants;
        foreach (var workflow in workflows)
        {
            Add(workflow);
            var definition = workflow.Definition;
            if (!_newest.TryGetValue(definition.Name, out var newest) || newest.Definition.Version < definition.Version)
                _newest[definition.Name] = workflow;
        }

        foreach (var workflow in unnamed ?? [])
            Add(workflow);
        if (ChildShape.Fault([.. _byFingerprint.Values.Select(workflow => workflow.Definition)]) is { } fault)
            throw new InvalidOperationException($"The workflows cannot be registered together: {fault}.");
    }

    public IEnumerable<string> Names => _newest.Keys.Order(StringComparer.Ordinal);

    /// <summary>The newest version of a name: what a start runs.</summary>
    public Workflow? Newest(string name) => _newest.GetValueOrDefault(name);

    /// <summary>
    /// The workflow that a transaction began with, as it was then; an ad hoc one is bound to its participants again. How participants are
    /// called and how long it may stay undecided are a host's settings and not a shape: transactions outlive a change of them.
    /// </summary>
    public Workflow? Find(Definition pinned) => pinned.IsAdHoc
        ? AdHocWorkflow.Bind(pinned, _participants)
        : _byFingerprint.Values.FirstOrDefault(workflow => HasShape(workflow.Definition, pinned))?.Under(pinned);

    private static bool HasShape(Definition registered, Definition pinned) =>
        registered.Fingerprint == pinned.Fingerprint
        || (registered with { Policy = pinned.Policy, DeadlineMs = pinned.DeadlineMs }).ComputeFingerprint() == pinned.Fingerprint;

    private void Add(Workflow workflow)
    {
        var definition = workflow.Definition;
        if (DefinitionRules.Fault(definition) is { } fault)
            throw new InvalidOperationException($"The definition of '{definition.Name}' cannot be registered: {fault}.");
        if (_byFingerprint.Values.Any(other => other.Definition.Name == definition.Name && other.Definition.Version == definition.Version))
            throw new InvalidOperationException($"'{definition.Name}' version {definition.Version} is registered twice; raise the version of the newer one.");
        _byFingerprint.Add(definition.Fingerprint!, workflow);
    }
}
