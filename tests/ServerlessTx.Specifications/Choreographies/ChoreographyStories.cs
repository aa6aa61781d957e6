namespace ServerlessTx.Specifications;

/// <summary>What is told of a run beside its document: why it was turned back, and what is missing from what was given.</summary>
public sealed class ChoreographyStories
{
    [Fact]
    public void A_run_was_turned_back_by_the_refusal_that_its_owner_heard_of_or_by_the_deadline() => Assert.Equal(
        """
        completed         -
        running           -
        compensated       insufficient_inventory
        declined          insufficient_funds
        expired           deadline_passed
        beside a refusal  deadline_passed
        """,
        $"""
        completed         {OrderRuns.Completed().Story().Reason ?? "-"}
        running           {OrderRuns.Running().Story().Reason ?? "-"}
        compensated       {OrderRuns.Compensated().Story().Reason}
        declined          {OrderRuns.Declined().Story().Reason}
        expired           {OrderRuns.ExpiredUnheard().Story().Reason}
        beside a refusal  {OrderRuns.ExpiredBesideARefusal().Story().Reason}
        """);

    [Fact]
    public void Causes_that_a_forger_led_in_a_circle_come_to_an_end()
    {
        var run = OrderRun.Begin()
            .DoesBecauseOf(OrderRun.EventId(OrderRun.Orders, 3), 100, OrderRun.Stock, "reserve_inventory", "OrderCreated", "{}")
            .Does(200, OrderRun.Orders, "cancel_order", "InventoryReserved", "{}");
        Assert.Equal("deadline_passed", run.Story().Reason);
    }

    [Fact]
    public void A_refusal_that_everybody_meets_behind_an_undo_has_triggered_none()
    {
        Assert.True(IsTriggered(OrderRuns.Compensated()));
        Assert.False(IsTriggered(OrderRuns.Expiring()));
        Assert.False(IsTriggered(OrderRuns.ExpiredBesideARefusal()));

        static bool IsTriggered(OrderRun run) =>
            (bool)ChoreographyDocument.Of(run.Story(), EvidenceView.Pattern)["steps"]![2]!["compensation_triggered"]!;
    }

    [Fact]
    public void A_stream_that_is_left_out_is_missed_as_the_cause_of_what_others_did()
    {
        Assert.True(OrderRuns.Completed().Story().HasEveryCause);
        var story = OrderRuns.Completed().Story(without: OrderRun.Payments);
        Assert.False(story.HasEveryCause);
        Assert.Equal(["create_order", "reserve_inventory", "complete_order"], story.Reactions.Select(hop => ((Reacted)hop.Record).Operation));
    }
}
