namespace ServerlessTx.Simulation;

/// <summary>A bug of a service, for some runs, until somebody mends it.</summary>
internal sealed class PoisonException() : Exception("A bug of the service.");
