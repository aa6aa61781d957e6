using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>Undisturbed, a transaction costs the activities that its appends and calls need, no timer, and a short history.</summary>
public sealed class WhatItCosts
{
    [Fact]
    public void A_saga_of_three_steps_costs_four_activities() => Assert.Equal((4, 0, 19), CostOf(SagaShapes.ThreeSteps));

    [Fact]
    public void A_two_phase_commit_of_two_costs_six_activities() => Assert.Equal((6, 0, 23), CostOf(Votes.TwoPhaseCommit));

    [Fact]
    public void A_tcc_of_two_costs_six_activities() => Assert.Equal((6, 0, 23), CostOf(Votes.Tcc));

    /// <returns>The events are as Durable counts them: it also writes down the end of each turn. Of a vote they would be 27 if no two answers came in one turn.</returns>
    private static (int Activities, int Timers, int Events) CostOf(Func<OrderServices, Workflow> define) => WorldHub.Run(null, define, async world =>
    {
        var started = await world.StartAsync(OrderServices.NameOf(define, world.Orders));
        await world.EndAsync(started.Id);
        return (world.Hub().Activities, world.Hub().Timers, world.Hub().LongestHistory + world.Hub().Turns);
    });
}
