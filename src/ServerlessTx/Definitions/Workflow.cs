using System.Text.Json;

namespace ServerlessTx;

/// <summary>A definition with the code of its participants: what <c>AddServerlessTx</c> registers and a driver runs.</summary>
public abstract class Workflow
{
    private protected Workflow(Definition definition) => Definition = definition.Pinned();

    /// <summary>The shape, with its fingerprint.</summary>
    public Definition Definition { get; }

    /// <summary>What JSON its input is read into.</summary>
    internal abstract Type InputType { get; }

    /// <summary>The protocol, from the first call to the status that it ends with.</summary>
    internal abstract Task<TransactionStatus> RunAsync(ITransactionContext tx);

    /// <summary>Asks the participant once. An exception is no answer.</summary>
    internal abstract Task<Answer> InvokeAsync(CallRequest request);

    /// <summary>Refuses an input that the participants could not read.</summary>
    /// <exception cref="InvalidInputException">Names the field and what would be right.</exception>
    internal abstract void Check(JsonElement input);

    private protected PlannedCall Plan(string branch, Phase phase) => new(new CallName(branch, phase), Definition.Policy);

    private protected static void Check<TInput>(JsonElement input)
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

        if (InputRules.Fault(value) is { } fault)
            throw fault;
    }
}
