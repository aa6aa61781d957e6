using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Switches a group by an operator's order.</summary>
internal sealed class SwitchModeEndpoint(Failures failures, ModeClient modes, ServerlessTxHttpOptions options)
    : ModeEndpoint(failures, modes, "switch_mode", HttpMethods.Post, "modes/{group}/switch", ApiRole.Operator)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var order = await BodyAsync<SwitchRequest>(http);
        return await ResultAsync(values[0], await Modes.SwitchAsync(
            new ModeOrder(values[0], order.To, options.Caller(http), order.Reason) { Away = order.Away ?? [] }, CancellationToken.None));
    }
}

/// <summary>Sets an amount of an account aside.</summary>
internal sealed class EscrowEndpoint(Failures failures, ModeClient modes, ServerlessTxHttpOptions options)
    : ModeEndpoint(failures, modes, "set_escrow", HttpMethods.Post, "modes/{group}/escrow", ApiRole.Operator)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var wish = await BodyAsync<EscrowRequest>(http);
        return await ResultAsync(values[0], await Modes.SetAsideAsync(values[0], wish.Side, wish.Account, wish.Amount, options.Caller(http), CancellationToken.None));
    }
}

/// <summary>Resolves a buffered operation that its side refused.</summary>
internal sealed class ResolveModeEndpoint(Failures failures, ModeClient modes, ServerlessTxHttpOptions options)
    : ModeEndpoint(failures, modes, "resolve_mode", HttpMethods.Post, "modes/{group}/resolve", ApiRole.Operator)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var request = await BodyAsync<ConflictRequest>(http);
        return await ResultAsync(values[0], await Modes.ResolveAsync(
            new ModeResolution(values[0], request.Operation, request.Act, options.Caller(http), request.Reason), CancellationToken.None));
    }
}
