namespace ServerlessTx.Simulation;

/// <summary>
/// Something is taken, and a word from outside decides whether more is; as long as none comes, a little more is taken with each round.
/// </summary>
internal static class Errands
{
    public const string Workflow = "errand";
    public const string Word = "ready";

    public static Workflow Define(Boxes boxes, CallPolicy policy) => Saga.For<Parcel>(Workflow, version: 1, policy, deadline: TimeSpan.FromMinutes(20))
        .Step<Taken>(Boxes.Service, "take", call => boxes.TakeAsync(call, call.Input), undo: "put_back", (call, _) => boxes.PutBackAsync(call))
        .Wait<Taken>(Boxes.Service, "await_word", Word, within: TimeSpan.FromMinutes(2), rounds: 3,
            escalate: "take_more", call => boxes.TakeAsync(call, call.Input), undo: "put_back_more", (call, _) => boxes.PutBackAsync(call))
        .Step<Taken>(Boxes.Service, "take_last", call => boxes.TakeAsync(call, call.Input), undo: "put_back_last", (call, _) => boxes.PutBackAsync(call))
        .Then(Boxes.Service, "label", call => boxes.LabelAsync(call, call.Input));
}
