namespace ServerlessTx;

/// <summary>
/// An aggregate as three pure functions (J. Chassaing, "Functional Event Sourcing Decider"): they know no store, no clock and no identity, and
/// may run any number of times.
/// </summary>
/// <typeparam name="TState">What commands are decided on.</typeparam>
/// <typeparam name="TCommand">What can be asked.</typeparam>
/// <typeparam name="TEvent">What can happen.</typeparam>
/// <param name="Initial">The state before anything has happened.</param>
/// <param name="Decide">What a command comes to in a state.</param>
/// <param name="Evolve">The state behind an event. It refuses nothing: what has happened has happened.</param>
public sealed record Decider<TState, TCommand, TEvent>(
    TState Initial, Func<TCommand, TState, CommandAnswer<TEvent>> Decide, Func<TState, TEvent, TState> Evolve);
