using Microsoft.Extensions.Logging;

namespace ServerlessTx.Samples.Tests;

/// <summary>A group that stays degraded is something that a person has to see to.</summary>
public sealed class ModeReminders
{
    [Fact]
    public void A_group_that_is_not_strict_for_long_is_reported_every_few_minutes_until_it_is() => ModesWorld.Run(async world =>
    {
        var log = new KeptLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        var reminder = new ModeReminder(world.Time, logs.CreateLogger<ModeReminder>());
        var group = world.Host.Get<ModeRegistry>().Find(ResilientTransfer.Name)!;
        async Task LookAsync(int minutes)
        {
            await Task.Delay(TimeSpan.FromMinutes(minutes), world.Time);
            reminder.Look(group, await world.Host.Get<ModeStore>().LoadAsync(ResilientTransfer.Name, default));
        }

        await LookAsync(60);
        await world.Modes.SwitchAsync(new ModeOrder(ResilientTransfer.Name, Mode.Degraded, "ops", "it is being moved") { Away = [Transfer.Ledger] });
        await world.TransferToEndAsync();
        await LookAsync(14);
        await LookAsync(2);
        await LookAsync(2);
        await LookAsync(3);
        await world.UntilAsync(Mode.Strict);
        await LookAsync(60);
        Assert.Equal(
            """
            Warning: Group resilient_transfer has been Degraded for 16 minutes; 1 operations wait, 0 of them for an operator. 
            Warning: Group resilient_transfer has been Degraded for 21 minutes; 1 operations wait, 0 of them for an operator. 
            """, log.Text);
    });
}
