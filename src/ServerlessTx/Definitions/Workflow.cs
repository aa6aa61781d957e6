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

    /// <summary>Asks the participant once. An exception is no answer.</summary>
    internal Task<Answer> InvokeAsync(CallRequest request) => Draft.Handlers[request.Name](request);

    /// <summary>Refuses an input that the participants could not read.</summary>
    /// <exception cref="InvalidInputException">Names the field and what would be right.</exception>
    internal abstract void Check(JsonElement input);

    internal static void Check<TInput>(JsonElement input)
    {
        TInput value;
        try
        {
            value = input.Deserialize<TInput>(WireJson.Strict) ?? throw new InvalidInputException("$", "must be an object; null was found");
        }
        catch (JsonException wrong)
        {
            throw InputFault.Describe(wrong, input, typeof(TInput));
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            // A type of the input's own would not be made of these values.
            throw new InvalidInputException("$", refused.Message);
        }

        if (InputRules.Fault(value) is { } fault)
            throw fault;
    }
}
