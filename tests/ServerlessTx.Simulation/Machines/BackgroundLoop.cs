using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace ServerlessTx.Simulation;

/// <summary>Runs a background service on the one thread there is.</summary>
internal static class BackgroundLoop
{
    /// <summary>Not by its StartAsync, which would put it on a thread of its own: nothing here may leave the one there is.</summary>
    public static async Task RunAsync(BackgroundService loop, Alarm alarm, CancellationToken stopping)
    {
        try
        {
            var execute = typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;
            await (Task)execute.Invoke(loop, [stopping])!;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            alarm.Raise($"{loop.GetType().Name} has ended, and its host with it: {failure}");
        }
    }
}
