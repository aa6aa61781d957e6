using System.Text;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>The storm is over: everything ends within a bound, nothing is left over, and all that was said of it holds.</summary>
internal sealed class Aftermath(World world)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly Stories _stories = world.Judge.Stories;

    private Groups Groups => world.Judge.Groups;

    /// <summary>
    /// The longest stall, clock difference, grace, deadline and time-out one behind the other, and as much again for queues.
    /// </summary>
    private TimeSpan Bound => TimeSpan.FromMinutes(45) + 2 * world.Weather.Profile.Skew;

    public async Task JudgeAsync()
    {
        world.Weather.Calm();
        world.Places.BootAll();
        var until = world.Time.GetUtcNow() + Bound;
        while (_stories.All.Any(story => story.End is null) || Groups is { Mode: not Mode.Strict } or { Waiting: > 0 })
        {
            if (world.Time.GetUtcNow() > until && _stories.All.All(story => story.End is not null))
            {
                world.Alarm.Raise($"the group is {Groups.Mode.Word()}, and {Groups.Waiting} operations wait, {Bound} after everything was well again");
                return;
            }

            if (world.Time.GetUtcNow() > until)
            {
                var open = _stories.All.First(story => story.End is null);
                world.Alarm.Raise($"it is still open {Bound} after everything was well again", open.Id.ToString());
                return;
            }

            await Task.Delay(Step, world.Time);
        }

        await Task.Delay(world.Weather.Profile.Retention is null ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(4), world.Time);
        foreach (var left in _stories.OpenRows)
            world.Alarm.Raise("its open row is left", left);
        foreach (var left in world.Judge.Books.Held)
            world.Alarm.Raise($"nothing is under way, and there is {left}");
        foreach (var story in _stories.All)
            await JudgeAsync(story);
        await world.Judge.Shelves.JudgeAsync(world.Hosts[0].Get<Locks>());
        if (world.Weather.Profile.HasModes)
            await JudgeModesAsync();
    }

    private async Task JudgeModesAsync()
    {
        var modes = await world.Hosts[0].Get<ModeClient>().EvidenceAsync(ResilientTransfer.Name);
        if (EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(modes!.ToJsonString()), Groups.Head) is { Outcome: not VerificationOutcome.Holds } report)
            world.Alarm.Raise($"the group's evidence is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}");
    }

    private async Task JudgeAsync(Story story)
    {
        if ((world.Judge.Effects.Fault(story) ?? Words.Fault(story) ?? new Families(_stories).Fault(story)) is { } fault)
            world.Alarm.Raise(fault, story.Id.ToString());
        if (story.Records.OfType<Answered>().Any(answered => answered.Verdict is Verdict.Heuristic))
            world.Alarm.Raise("a branch ended otherwise than decided", story.Id.ToString());
        var report = story.IsPurged ? EvidenceVerifier.Verify(story.Appends) : EvidenceVerifier.Verify(await DocumentAsync(story), story.Head);
        if (report.Outcome is not VerificationOutcome.Holds || report.End != story.End!.Status)
            world.Alarm.Raise($"its evidence is {report.Outcome}: {string.Join("; ", report.Broken.SelectMany(finding => finding.Breaches))} {report.Reason}", story.Id.ToString());
    }

    private async Task<byte[]> DocumentAsync(Story story) =>
        Encoding.UTF8.GetBytes((await world.Hosts[0].Client.EvidenceAsync(story.Id))!.ToJsonString());
}
