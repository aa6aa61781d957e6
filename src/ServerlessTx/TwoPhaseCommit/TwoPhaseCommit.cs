using System.Text.Json;

namespace ServerlessTx;

/// <summary>Begins the definition of a two-phase commit.</summary>
public static class TwoPhaseCommit
{
    /// <summary>A two-phase commit without participants yet.</summary>
    /// <param name="name">The workflow's name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
    /// <param name="version">From 1.</param>
    /// <param name="policy">How its participants are called.</param>
    /// <param name="deadline">When it is aborted if nothing has been decided; one minute by default, since locks are held.</param>
    public static TwoPhaseCommit<TInput> For<TInput>(string name, int version, CallPolicy? policy = null, TimeSpan? deadline = null) =>
        new(WorkflowDraft.Empty(name, version, Pattern.TwoPhaseCommit, policy, deadline ?? TimeSpan.FromMinutes(1)));
}

/// <summary>Prepare, then commit or abort: every participant votes and holds its locks until it hears the decision.</summary>
public sealed class TwoPhaseCommit<TInput> : Workflow
{
    internal TwoPhaseCommit(WorkflowDraft draft) : base(draft)
    {
    }

    internal override Type InputType => typeof(TInput);

    /// <summary>Adds a participant; all are asked in parallel.</summary>
    public TwoPhaseCommit<TInput> Participant(string database, IResourceManager<TInput> manager) => new(Draft.Add(
        new() { Branch = database, Service = database, Operation = "prepare", Phase = Phase.Prepare, Group = 0 },
        Handlers.TwoPhaseCommit(manager)));

    internal override void Check(JsonElement input) => Check<TInput>(input);
}

/// <summary>What takes part in a two-phase commit.</summary>
public interface IResourceManager<TInput>
{
    /// <summary>Locks, checks, stores the intention durably, and votes. Behind a yes it waits for the decision, however long.</summary>
    Task<Vote> PrepareAsync(Call<TInput> call);

    /// <summary>Applies the intention and releases the locks.</summary>
    Task<Conclusion> CommitAsync(Call<TInput> call);

    /// <summary>Drops the intention and releases the locks. Without one, leaves a mark so that a late prepare is refused.</summary>
    Task<Conclusion> AbortAsync(Call<TInput> call);
}

/// <summary>What a prepare answers.</summary>
public abstract record Vote
{
    private Vote()
    {
    }

    /// <summary>It can commit and will, whatever happens, until it is told to abort.</summary>
    public static Vote Prepared(object? evidence = null) => new Yes(evidence);

    /// <summary>It has aborted its part.</summary>
    public static Vote No(string reason) => new Refused(reason);

    internal Answer ToAnswer() => this switch
    {
        Yes yes => Answer.Done(yes.Evidence),
        Refused no => Answer.Refused(no.Reason),
        _ => throw new InvalidOperationException("A vote is Prepared or No."),
    };

    private sealed record Yes(object? Evidence) : Vote;

    private sealed record Refused(string Reason) : Vote;
}
