namespace ServerlessTx.Specifications;

/// <summary>What children a workflow can have: told when it is registered, with what would be right.</summary>
public sealed class FamilyRules
{
    private static readonly OrderServices Orders = new(new VirtualTime());

    [Fact]
    public void A_childs_workflow_is_registered_beside_its_parents() => AssertFault(
        "'order' version 1 has a child of the workflow 'shipment', which is not registered; register it too", Family.Order(Orders));

    [Fact]
    public void No_workflow_is_below_itself() => AssertFault(
        "'chicken' is below itself by way of its children, and would begin them for ever", Having("egg", "chicken"), Having("chicken", "egg"));

    [Fact]
    public void A_child_stands_in_no_parallel_group() => AssertFault(
        "'c' begins a child, and stands in no parallel group",
        Saga.For<Order>("parent", 1).Parallel(group => group.ChildThatStays("s", "c", "shipment", TimeSpan.FromMinutes(1), call => call.Input)));

    [Fact]
    public void A_child_is_not_waited_for_beyond_the_parents_deadline() => AssertFault(
        "'c_ended' may wait longer than the transaction's deadline allows; give the transaction a longer one",
        Saga.For<Order>("parent", 1).ChildThatStays("s", "c", "shipment", TimeSpan.FromHours(1), call => call.Input));

    [Fact]
    public void A_definition_without_the_step_that_waits_is_refused()
    {
        var defined = Family.Order(Orders).Definition;
        var fault = DefinitionRules.Fault(defined with { Branches = [.. defined.Branches.Where(step => step.Wait is null)] });
        Assert.Equal("'ship' begins a child, and the step behind it waits one round for 'ship_ended'", fault);
    }

    private static Workflow Having(string name, string child) =>
        Saga.For<Order>(name, 1).ChildThatStays("s", "c", child, TimeSpan.FromMinutes(1), call => call.Input);

    private static void AssertFault(string fault, params Workflow[] workflows)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => new WorkflowRegistry(workflows, new ParticipantRegistry([])));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }
}
