namespace ServerlessTx.AspNetCore;

/// <summary>The limits, in an object, so that more can be said of them later.</summary>
internal sealed record LimitsAnswer(IReadOnlyList<LimitView> Limits);
