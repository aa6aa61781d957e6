namespace ServerlessTx.Simulation;

/// <summary>A process that things befall.</summary>
internal interface IHost
{
    Life Life { get; }

    MachineClock Clock { get; }

    /// <summary>Ends it as an operating system does that wants it to end: what is on its way is answered.</summary>
    Task StopAsync();
}
