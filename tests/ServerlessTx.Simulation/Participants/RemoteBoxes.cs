namespace ServerlessTx.Simulation;

/// <summary>The boxes over the network, by name, for ad hoc transactions.</summary>
internal sealed class RemoteBoxes(World world, Life host) : ITccParticipant<Parcel>, IResourceManager<Parcel>
{
    public static Participant Of(World world, Life host)
    {
        var boxes = new RemoteBoxes(world, host);
        return Participant.Named(Boxes.Service)
            .Step<Parcel, Taken>("take", call => boxes.SendAsync(call, (there, arrived) => there.TakeAsync(arrived, call.Input)),
                undo: "put_back", (call, _) => boxes.SendAsync(call, (there, arrived) => there.PutBackAsync(arrived)))
            .Pivot<Parcel, Taken>("seal", call => boxes.SendAsync(call, (there, arrived) => there.TakeAsync(arrived, call.Input)))
            .Retriable<Parcel>("label", call => boxes.SendAsync(call, (there, arrived) => there.LabelAsync(arrived, call.Input)))
            .Tcc(boxes)
            .TwoPhaseCommit(boxes);
    }

    public Task<Reservation> TryAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.TryAsync(arrived, call.Input));

    public Task<Vote> PrepareAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.PrepareAsync(arrived, call.Input));

    public Task<Conclusion> ConfirmAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.MakeFinalAsync(arrived));

    public Task<Conclusion> CommitAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.MakeFinalAsync(arrived));

    public Task<Conclusion> CancelAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.ReleaseAsync(arrived));

    public Task<Conclusion> AbortAsync(Call<Parcel> call) => SendAsync(call, (there, arrived) => there.ReleaseAsync(arrived));

    private async Task<T> SendAsync<T>(Call<Parcel> call, Func<Boxes, IBarrierCall, Task<T>> handle)
    {
        using var place = world.Judge.Crowd.Enter(call.TransactionId, new CallName(call.Branch, call.Phase), call.Cancellation);
        return await world.Network.CallAsync(
            host, call.Cancellation, (service, cutOff) => handle(service.Boxes, new ArrivedCall(call.TransactionId, call.Branch, call.Phase, cutOff)));
    }

    private sealed record ArrivedCall(string TransactionId, string Branch, Phase Phase, CancellationToken Cancellation) : IBarrierCall;
}
