using System.Text.Json;

namespace ServerlessTx;

/// <summary>A definition with the code of its participants: what <c>AddServerlessTx</c> registers and a driver runs.</summary>
public abstract class Workflow
{
    private protected Workflow(WorkflowDraft draft)
    {
        Draft = draft;
        Definition = draft.Definition.Pinned();
    }

    /// <summary>The shape, with its fingerprint.</summary>
    public Definition Definition { get; }

    /// <summary>What JSON its input is read into.</summary>
    internal abstract Type InputType { get; }

    private protected WorkflowDraft Draft { get; }

    /// <summary>The protocol, from the first call to the status that it ends with.</summary>
    internal Task<TransactionStatus> RunAsync(ITransactionContext tx) => Definition.Pattern switch
    {
        Pattern.Saga => SagaProtocol.RunAsync(tx, Definition),
        Pattern.Tcc => VotingProtocol.RunAsync(tx, Definition, VotingVerbs.Tcc),
        Pattern.TwoPhaseCommit => VotingProtocol.RunAsync(tx, Definition, VotingVerbs.TwoPhaseCommit),
        var other => throw new InvalidOperationException($"There is no protocol for {other}."),
    };

    /// <summary>
    /// The same participants for a transaction that began under other settings. How often they are asked is part of what its evidence is
    /// judged by and stays; how long an answer and a pause may take is this host's, so that a wrong time-out can be put right.
    /// </summary>
    internal Workflow Under(Definition pinned) => pinned.Fingerprint == Definition.Fingerprint ? this : new Adjusted(this, pinned with
    {
        Policy = Definition.Policy with { Attempts = pinned.Policy.Attempts, StuckAfter = pinned.Policy.StuckAfter },
    });

    /// <summary>Asks the participant once. An exception is no answer.</summary>
    internal Task<Answer> InvokeAsync(CallRequest request) => Draft.Handlers[request.Name](request);

    /// <summary>Refuses an input that the participants could not read.</summary>
    /// <exception cref="InvalidInputException">Names the field and what would be right.</exception>
    internal abstract void Check(JsonElement input);

    internal static void Check<TInput>(JsonElement input) => StrictInput.Read(input, typeof(TInput));

    private sealed class Adjusted(Workflow registered, Definition adjusted) : Workflow(registered.Draft with { Definition = adjusted })
    {
        internal override Type InputType => registered.InputType;

        internal override void Check(JsonElement input) => registered.Check(input);
    }
}
