namespace ServerlessTx.Testing;

/// <summary>
/// Runs a workflow again and again in virtual time: each time its process vanishes at another point, before or after something that it or a
/// participant writes, and the next one goes on. Every run must end as the undisturbed one does, with the same effects and evidence that holds.
/// </summary>
public sealed class WorkflowCrashMatrix
{
    private const int MostPoints = 1000;

    /// <summary>The workflow's input: anything that is written as its JSON.</summary>
    public required object Input { get; init; }

    /// <summary>Makes a fresh world. The clock is that of the run.</summary>
    public required Func<TimeProvider, WorkflowWorld> World { get; init; }

    /// <summary>Runs it once for every point at which a process can vanish.</summary>
    /// <returns>How many points there were.</returns>
    /// <exception cref="CrashMatrixException">A run ended otherwise.</exception>
    public int Check()
    {
        var undisturbed = Run(null).End;
        for (var point = 1; point <= MostPoints; point++)
        {
            var (end, crashed) = Run(point);
            if (!crashed)
                return point - 1;
            if (end.Text != undisturbed.Text)
                throw new CrashMatrixException(point, undisturbed, end);
        }

        throw new InvalidOperationException($"The workflow has more than {MostPoints} points; part it, or give the matrix a smaller input.");
    }

    private (WorkflowEnd End, bool Crashed) Run(int? point) => VirtualTime.Run(async time =>
    {
        var (world, store) = (World(time), new MemoryPartitionStore());
        var crashed = false;
        if (point is { } at)
        {
            var points = new CrashPoints();
            points.Arm(at);
            var life = new WorkflowProcess(world.Define(points), points.Around(store), time, WireJson.ToElement(Input));
            crashed = await Task.WhenAny(life.RunAsync(), points.Crashed) == points.Crashed;
        }

        var next = new WorkflowProcess(world.Define(new CrashPoints()), store, time, WireJson.ToElement(Input));
        var (status, records, breach) = await next.RunAsync();
        return (new WorkflowEnd(status, await world.Effects(), breach, records), crashed);
    });
}
