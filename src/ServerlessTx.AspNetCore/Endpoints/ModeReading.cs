using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>How every group stands.</summary>
internal sealed class ListModesEndpoint(Failures failures, ModeClient modes) : ModeEndpoint(failures, modes, "list_modes", HttpMethods.Get, "modes", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values) =>
        Json(new ModeList(await Modes.ListAsync(http.RequestAborted)));
}

/// <summary>How a group stands.</summary>
internal sealed class ModeStateEndpoint(Failures failures, ModeClient modes) : ModeEndpoint(failures, modes, "mode_state", HttpMethods.Get, "modes/{group}", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values) => Json(await ViewAsync(values[0], http.RequestAborted));
}

/// <summary>The document of a group's transitions.</summary>
internal sealed class ModeEvidenceEndpoint(Failures failures, ModeClient modes)
    : ModeEndpoint(failures, modes, "mode_evidence", HttpMethods.Get, "modes/{group}/evidence", ApiRole.Read)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values) =>
        Json(await Modes.EvidenceAsync(values[0], http.RequestAborted) ?? throw await UnknownAsync(values[0]));
}

/// <summary>The groups of a host.</summary>
internal sealed record ModeList(IReadOnlyList<ModeView> Groups);
