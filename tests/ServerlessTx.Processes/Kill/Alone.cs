namespace ServerlessTx.Processes;

/// <summary>Tests that need the machine for themselves: they put load on it, or promise an end within seconds.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
