using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>What can become of a transaction, for tests in which the hub and its workers go wrong on top of it.</summary>
internal sealed record Scenario(Func<OrderServices, Workflow> Define, Action<OrderServices> Arrange)
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>
    {
        ["completed"] = new(OrderServices.OrderFulfillment, _ => { }),
        ["refused"] = new(OrderServices.OrderFulfillment, orders => orders.On("reserve_inventory", new Behaviour.Refuses("no"))),
        ["pivot refused"] = new(OrderServices.OrderFulfillment, orders => orders.On("ship_order", new Behaviour.Refuses("no"))),
        ["parallel"] = new(SagaShapes.Parallel, _ => { }),
        ["parallel refused"] = new(SagaShapes.Parallel, orders => orders.On("c", new Behaviour.Refuses("no"))),
        ["committed"] = new(Votes.TwoPhaseCommit, _ => { }),
        ["aborted"] = new(Votes.TwoPhaseCommit, orders => orders.On("ledger_db", new Behaviour.Refuses("no"))),
        ["confirmed"] = new(Votes.Tcc, _ => { }),
        ["cancelled"] = new(Votes.Tcc, orders => orders.On("payment", new Behaviour.Refuses("no"))),
    };

    public string WorkflowName => Define(new OrderServices(new VirtualTime())).Definition.Name;

    /// <summary>Its transcript when nothing goes wrong.</summary>
    public string Undisturbed => World.Run(Arrange, Define);
}
