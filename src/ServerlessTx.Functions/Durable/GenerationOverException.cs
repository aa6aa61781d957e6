namespace ServerlessTx.Functions;

/// <summary>Unwinds the protocol so that the next generation can go on with a short history. Thrown between rounds, behind a flush.</summary>
internal sealed class GenerationOverException() : Exception("The next generation of this orchestration goes on.");
