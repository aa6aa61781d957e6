using System.Text.Json;

namespace ServerlessTx;

/// <summary>A participant of a group, with what may be buffered for it.</summary>
public abstract class ModeSide
{
    private protected ModeSide(string name, BufferTerms? buffer, IEscrowOwner? escrow) => (Name, Buffer, Escrow) = (name, buffer ?? new BufferTerms(), escrow);

    /// <summary>The participant as the strict form calls it.</summary>
    public string Name { get; }

    internal BufferTerms Buffer { get; }

    internal IEscrowOwner? Escrow { get; }

    /// <summary>What it is called for in the degraded form, and its branch there.</summary>
    internal string Branch => $"{Name}_move";

    internal DeclaredSide Declared => new(Name, Buffer.MostOperations, Buffer.MostAmount, Buffer.HasLimits, Escrow is not null);

    /// <summary>As the group's stream declares it: the terms of another host may be newer than this one's.</summary>
    internal DeclaredSide In(ModeState state) => state.Declaration?.Side(Name) ?? Declared;

    internal abstract IReadOnlyList<Movement> Movements(JsonElement input);

    internal abstract Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, JsonElement input, bool fromEscrow);

    internal abstract Task<Conclusion> UndoAsync(IBarrierCall call, JsonElement input);

    internal abstract Task<long> TellAsync(string group, long version, CancellationToken cancellation);

    internal abstract Task ProbeAsync(CancellationToken cancellation);
}

/// <summary>A participant of a group over a workflow with an input of this type.</summary>
/// <param name="name">The participant as the strict form calls it.</param>
/// <param name="side">How it does its part by itself.</param>
/// <param name="buffer">What may be buffered for it.</param>
/// <param name="escrow">Who sets escrow aside; without one only credits are buffered for a side with limits.</param>
public sealed class ModeSide<TInput>(string name, IDegradedSide<TInput> side, BufferTerms? buffer = null, IEscrowOwner? escrow = null)
    : ModeSide(name, buffer, escrow)
{
    internal override IReadOnlyList<Movement> Movements(JsonElement input) => side.Movements(Read(input));

    internal override Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, JsonElement input, bool fromEscrow) => side.ApplyAsync(call, Read(input), fromEscrow);

    internal override Task<Conclusion> UndoAsync(IBarrierCall call, JsonElement input) => side.UndoAsync(call, Read(input));

    internal override Task<long> TellAsync(string group, long version, CancellationToken cancellation) => side.TellAsync(group, version, cancellation);

    internal override Task ProbeAsync(CancellationToken cancellation) => side.ProbeAsync(cancellation);

    private static TInput Read(JsonElement input) => input.Deserialize<TInput>(WireJson.Tolerant)!;
}
