using System.Text.Json;

namespace ServerlessTx;

/// <summary>Begins the definition of a TCC.</summary>
public static class Tcc
{
    /// <summary>A TCC without participants yet.</summary>
    /// <param name="name">The workflow's name: letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
    /// <param name="version">From 1.</param>
    /// <param name="policy">How its participants are called.</param>
    /// <param name="deadline">When reservations expire if nothing has been decided; five minutes by default.</param>
    public static Tcc<TInput> For<TInput>(string name, int version, CallPolicy? policy = null, TimeSpan? deadline = null) =>
        new(WorkflowDraft.Empty(name, version, Pattern.Tcc, policy, deadline ?? TimeSpan.FromMinutes(5)));
}

/// <summary>Try, confirm, cancel: every participant reserves, then all reservations are made final or all are released.</summary>
public sealed class Tcc<TInput> : Workflow
{
    internal Tcc(WorkflowDraft draft) : base(draft)
    {
    }

    internal override Type InputType => typeof(TInput);

    /// <summary>Adds a participant; all are asked in parallel.</summary>
    public Tcc<TInput> Participant(string service, ITccParticipant<TInput> participant) => new(Draft.Add(
        new() { Branch = service, Service = service, Operation = "try_reserve", Phase = Phase.Try, Group = 0 },
        Handlers.Tcc(participant)));

    /// <summary>Lets a member of the input, a whole number of seconds, say when reservations expire; without it the definition's deadline does.</summary>
    /// <param name="member">Its name in the JSON.</param>
    public Tcc<TInput> ExpiresIn(string member) => new(Draft with { Definition = Draft.Definition with { DeadlineSecondsFrom = member } });

    internal override void Check(JsonElement input) => Check<TInput>(input);
}

/// <summary>What takes part in a TCC.</summary>
public interface ITccParticipant<TInput>
{
    /// <summary>Reserves, or refuses. The reservation stands until it is confirmed or cancelled; who finds it expired asks before releasing it.</summary>
    Task<Reservation> TryAsync(Call<TInput> call);

    /// <summary>Makes the reservation final.</summary>
    Task<Conclusion> ConfirmAsync(Call<TInput> call);

    /// <summary>Releases it. Without one, leaves a mark so that a late try is refused.</summary>
    Task<Conclusion> CancelAsync(Call<TInput> call);
}

/// <summary>What a try answers.</summary>
public abstract record Reservation
{
    private Reservation()
    {
    }

    /// <summary>It is reserved.</summary>
    public static Reservation Reserved(object? reservation = null) => new Yes(reservation);

    /// <summary>Nothing is reserved.</summary>
    public static Reservation Refused(string reason) => new No(reason);

    internal Answer ToAnswer() => this switch
    {
        Yes yes => Answer.Done(yes.Details),
        No no => Answer.Refused(no.Reason),
        _ => throw new InvalidOperationException("A try answers Reserved or Refused."),
    };

    private sealed record Yes(object? Details) : Reservation;

    private sealed record No(string Reason) : Reservation;
}
