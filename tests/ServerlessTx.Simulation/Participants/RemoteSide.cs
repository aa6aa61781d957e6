using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>A database of the transfer that has modes, over the network: it does its part by itself, hears of modes, keeps escrow and is probed.</summary>
internal sealed class RemoteSide(string name, Network network, Life host) : IDegradedSide<TransferMoney>, IEscrowOwner
{
    public IReadOnlyList<Movement> Movements(TransferMoney input) => [new(input.From, -input.Amount), new(input.To, input.Amount)];

    public async Task<StepAnswer<string>> ApplyAsync(IBarrierCall call, TransferMoney input, bool fromEscrow) =>
        await SendAsync(call, (there, arrived) => there.ApplyAsync(arrived, WireJson.ToElement(input), fromEscrow));

    public Task<Conclusion> UndoAsync(IBarrierCall call, TransferMoney input) =>
        SendAsync(call, (there, arrived) => there.UndoAsync(arrived, WireJson.ToElement(input)));

    public Task<long> TellAsync(string group, long version, CancellationToken cancellation) =>
        SendAsync(cancellation, (there, cutOff) => there.TellAsync(group, version, cutOff));

    public Task ProbeAsync(CancellationToken cancellation) => SendAsync(cancellation, async (there, cutOff) =>
    {
        await there.ProbeAsync(cutOff);
        return true;
    });

    public Task<decimal> SetAsideAsync(string account, decimal amount, long asked, CancellationToken cancellation) =>
        SendAsync(cancellation, (there, cutOff) => there.Escrow!.SetAsideAsync(account, amount, asked, cutOff));

    private async Task<T> SendAsync<T>(IBarrierCall call, Func<ModeSide, IBarrierCall, Task<T>> handle)
    {
        var (answer, told) = await SendAsync(call.Cancellation, async (there, cutOff) =>
        {
            var arrived = new ArrivedCall(call.TransactionId, call.Branch, call.Phase, call.Mode is { Mode: var mode } ? new ModeTicket(mode) : null, cutOff);
            return (await handle(there, arrived), arrived.Mode?.Told);
        });
        call.Mode?.Show(told);
        return answer;
    }

    private Task<T> SendAsync<T>(CancellationToken attempt, Func<ModeSide, CancellationToken, Task<T>> handle) =>
        network.CallAsync(host, attempt, (service, cutOff) => handle(service.Side(name), cutOff), name);

    private sealed record ArrivedCall(string TransactionId, string Branch, Phase Phase, ModeTicket? Mode, CancellationToken Cancellation) : IBarrierCall;
}
