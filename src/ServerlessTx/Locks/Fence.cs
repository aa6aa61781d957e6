namespace ServerlessTx;

/// <summary>
/// What a holder hands on with what it has written: to a participant inside its input, where it is part of the evidence, and to whatever else
/// writes the resource. Each attempt of a call carries the same one.
/// </summary>
/// <param name="Resource">What is locked, and written.</param>
/// <param name="Token">The lease's token.</param>
public sealed record Fence(string Resource, long Token);
