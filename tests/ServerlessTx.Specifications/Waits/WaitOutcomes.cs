using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>A step that waits: of its signal and its deadline the first by record wins, and what wins is the step's answer.</summary>
public sealed class WaitOutcomes
{
    [Fact]
    public void An_answer_is_the_result_of_the_step_that_waited_for_it() => VirtualTime.Run(async time =>
    {
        var world = new World(time, WaitShapes.Approval);
        var started = await world.StartAsync("approval");
        await Task.Delay(TimeSpan.FromHours(30), time);
        Assert.Equal([new WaitState("await_approval", "approved", 1, started.Id.StartedAt.AddDays(2))], (await world.Client.GetAsync(started.Id))!.Waiting);

        Assert.Equal(new SignalResult.Recorded(IsReplay: false), await world.Client.SignalAsync(started.Id, Said("""{"limit":500}""")));

        Assert.Equal(
            """
            started            approval
            step_done          reserve_funds
            wait_began         await_approval 1
            signalled          approved (by ann)
            wait_decided       await_approval 1: signalled
            step_done          await_approval
            step_done          pay_out
            decided            going_forward
            completed
            """, await world.EndAsync(started.Id));
        var state = await world.Client.GetAsync(started.Id);
        Assert.Null(state!.Waiting);
        Assert.Equal("""{"limit":500}""", state.Result["await_approval"].GetRawText());
        return true;
    });

    [Fact]
    public void An_answer_that_comes_before_anybody_waits_is_kept() => Assert.Equal(
        """
        started            approval
        signalled          approved (by ann)
        step_done          reserve_funds
        wait_decided       await_approval 1: signalled
        step_done          await_approval
        step_done          pay_out
        decided            going_forward
        completed
        """, World.Run(
            orders => orders.On("reserve_funds", new Behaviour.ComesLate(TimeSpan.FromSeconds(5))),
            WaitShapes.Approval,
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                await world.Client.SignalAsync(id, Said(null));
            }));

    [Fact]
    public void An_answer_that_rejects_refuses_the_step() => Assert.Equal(
        """
        started            approval
        step_done          reserve_funds
        wait_began         await_approval 1
        signalled          approved: too_risky (by ann)
        wait_decided       await_approval 1: signalled
        wait_refused       await_approval: too_risky
        decided            compensating: too_risky
        step_compensated   reserve_funds
        compensated
        """, World.Run(
            _ => { },
            WaitShapes.Approval,
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromHours(1), world.Time);
                await world.Client.SignalAsync(id, new Signal("approved", "ann") { Rejected = "too_risky" });
            }));

    [Fact]
    public void A_deadline_without_an_answer_refuses_the_step() => Assert.Equal(
        """
        started            approval
        step_done          reserve_funds
        wait_began         await_approval 1
        wait_decided       await_approval 1: expired
        wait_refused       await_approval: no_approved
        decided            compensating: no_approved
        step_compensated   reserve_funds
        compensated
        """, World.Run(_ => { }, WaitShapes.Approval));

    [Fact]
    public void When_a_round_expires_somebody_else_is_asked_and_it_waits_again() => Assert.Equal(
        """
        started            ride
        step_done          offer_ride
        wait_began         await_driver 1
        wait_decided       await_driver 1: expired
        step_done          offer_next_2
        wait_began         await_driver 2
        signalled          driver_accepted (by ann)
        wait_decided       await_driver 2: signalled
        step_done          await_driver
        step_done          charge
        decided            going_forward
        completed
        """, World.Run(
            _ => { },
            WaitShapes.Ride,
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(90), world.Time);
                await world.Client.SignalAsync(id, new Signal("driver_accepted", "ann"));
            }));

    [Fact]
    public void When_the_last_round_expires_everybody_who_was_asked_is_undone_backwards() => Assert.Equal(
        """
        started            ride
        step_done          offer_ride
        wait_began         await_driver 1
        wait_decided       await_driver 1: expired
        step_done          offer_next_2
        wait_began         await_driver 2
        wait_decided       await_driver 2: expired
        step_done          offer_next_3
        wait_began         await_driver 3
        wait_decided       await_driver 3: expired
        wait_refused       await_driver: no_driver_accepted
        decided            compensating: no_driver_accepted
        step_compensated   offer_next_3
        step_compensated   offer_next_2
        step_compensated   offer_ride
        compensated
        """, World.Run(_ => { }, WaitShapes.Ride));

    [Fact]
    public void Where_nobody_else_can_be_asked_it_waits_no_longer() => Assert.Equal(
        """
        started            ride
        step_done          offer_ride
        wait_began         await_driver 1
        wait_decided       await_driver 1: expired
        step_refused       offer_next_2: no_driver_near
        decided            compensating: no_driver_near
        step_compensated   offer_ride
        compensated
        """, World.Run(orders => orders.On("offer_next_2", new Behaviour.Refuses("no_driver_near")), WaitShapes.Ride));

    [Fact]
    public void A_cancel_acts_while_it_waits() => Assert.Equal(
        """
        started            ride
        step_done          offer_ride
        wait_began         await_driver 1
        decided            compensating: changed_my_mind (by ann)
        wait_unasked       await_driver: changed_my_mind
        step_compensated   offer_ride
        compensated
        """, World.Run(
            _ => { },
            WaitShapes.Ride,
            async (world, id) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(20), world.Time);
                Assert.True((await world.Client.CancelAsync(id, "changed_my_mind", "ann"))!.IsNew);
            }));

    [Fact]
    public void The_transactions_deadline_acts_while_it_waits() => Assert.Equal(
        """
        started            ride
        step_done          offer_ride
        wait_began         await_driver 1
        wait_decided       await_driver 1: expired
        step_done          offer_next_2
        wait_began         await_driver 2
        wait_unknown       await_driver: the deadline has passed
        decided            compensating: deadline_passed
        step_compensated   offer_next_2
        step_compensated   offer_ride
        compensated
        """, World.Run(_ => { }, orders => WaitShapes.Ride(orders, TimeSpan.FromSeconds(80))));

    private static Signal Said(string? result) =>
        new("approved", "ann") { Result = result is null ? null : JsonElement.Parse(result) };
}
