using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Which form of a workflow a transaction begins as, and in which mode. What it finds may be old by the time the begin record stands: then its
/// participants have been told of a newer mode and refuse it, or have not and may as well serve it.
/// </summary>
internal sealed class ModeAdmission(ModeRegistry registry, ModeStore store)
{
    /// <exception cref="NotAdmittedException">The mode does not admit it now.</exception>
    public async Task<Admitted> AdmitAsync(Workflow workflow, JsonElement input, CancellationToken cancellation)
    {
        if (registry.Find(workflow.Definition.Name) is not { } group)
            return new Admitted(workflow, null);
        var state = await DeclaredAsync(group, cancellation);
        switch (state.Mode)
        {
            case Mode.Strict:
                return new Admitted(workflow, state.Pinned);
            case Mode.FailingBack:
                throw Refused(group, state, "failing_back", $"'{group.Name}' is failing back: nothing is admitted until what is under way has ended.");
            default:
                foreach (var side in state.Away.Select(group.Side))
                {
                    if (ModeBuffer.Objection(state, side, side.Movements(input)) is { } objection)
                        throw Refused(group, state, objection, Explain(group, side.In(state), objection));
                }

                return new Admitted(registry.DegradedForm(group), state.Pinned);
        }
    }

    /// <summary>A group whose stream begins with what it is.</summary>
    public async Task<ModeState> DeclaredAsync(ModeGroup group, CancellationToken cancellation)
    {
        var state = await store.LoadAsync(group.Name, cancellation);
        return state.Declaration is not null ? state : await DeclareAsync(group, cancellation);
    }

    /// <summary>Writes down what the group is, where its stream says otherwise.</summary>
    public async Task<ModeState> DeclareAsync(ModeGroup group, CancellationToken cancellation)
    {
        var declaration = registry.Declaration(group);
        return (await store.ChangeAsync(
            group.Name,
            state => state.Declaration?.IsSame(declaration) is true ? [] : [new ModeDeclared { Declaration = declaration, At = default }],
            cancellation)).After;
    }

    private static NotAdmittedException Refused(ModeGroup group, ModeState state, string reason, string message) =>
        new(group.Name, state.Mode, reason, message, group.Terms.RetryAfter);

    private static string Explain(ModeGroup group, DeclaredSide side, string objection) => objection switch
    {
        ModeBuffer.BeyondEscrow => $"'{group.Name}' is degraded: while {side.Name} is away a debit of its accounts is taken from escrow, and there is not so much.",
        "amount_over_buffer" => $"'{group.Name}' is degraded: while {side.Name} is away one operation moves at most {side.MostAmount}.",
        _ => $"'{group.Name}' is degraded: {side.MostOperations} operations wait for {side.Name}, and no more may.",
    };
}

/// <summary>What a transaction begins as.</summary>
internal sealed record Admitted(Workflow Workflow, PinnedMode? Mode);
