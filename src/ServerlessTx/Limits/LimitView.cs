namespace ServerlessTx;

/// <summary>A limit as it stands.</summary>
/// <param name="Of">What it is of.</param>
/// <param name="Name">The participant's or the workflow's name.</param>
/// <param name="AtOnce">How many calls may be under way.</param>
/// <param name="UnderWay">Those that have a turn.</param>
/// <param name="Waiting">Those that wait for one, who came first in front.</param>
public sealed record LimitView(LimitOf Of, string Name, int AtOnce, IReadOnlyList<TurnView> UnderWay, IReadOnlyList<TurnView> Waiting);

/// <summary>A call that has a turn, or waits for one.</summary>
/// <param name="Call">Its name, <c>{transaction}/{branch}/{phase}</c>.</param>
/// <param name="Since">From when on, by the clock of its host.</param>
public sealed record TurnView(string Call, DateTimeOffset Since);
