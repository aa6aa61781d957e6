using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>Undisturbed, a transaction costs the activities that its appends and calls need, and no timer.</summary>
public sealed class WhatItCosts
{
    [Fact]
    public void A_saga_of_three_steps_costs_four_activities() => Assert.Equal((4, 0), CostOf(SagaShapes.ThreeSteps));

    [Fact]
    public void A_two_phase_commit_of_two_costs_six_activities() => Assert.Equal((6, 0), CostOf(Votes.TwoPhaseCommit));

    [Fact]
    public void A_tcc_of_two_costs_six_activities() => Assert.Equal((6, 0), CostOf(Votes.Tcc));

    private static (int Activities, int Timers) CostOf(Func<OrderServices, Workflow> define) => WorldHub.Run(null, define, async world =>
    {
        var started = await world.StartAsync(OrderServices.NameOf(define, world.Orders));
        await world.EndAsync(started.Id);
        return (world.Hub().Activities, world.Hub().Timers);
    });
}
