using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>An operation on a group of participants that has modes.</summary>
internal abstract class ModeEndpoint(Failures failures, ModeClient modes, string name, string method, string pattern, ApiRole role)
    : ApiEndpoint(failures, name, method, pattern, role)
{
    private protected ModeClient Modes { get; } = modes;

    private protected async Task<ModeView> ViewAsync(string group, CancellationToken cancellation) =>
        await Modes.GetAsync(group, cancellation) ?? throw await UnknownAsync(group);

    private protected async Task<Exception> UnknownAsync(string group)
    {
        var groups = string.Join(", ", (await Modes.ListAsync()).Select(view => view.Group));
        return new Problem(ProblemTypes.UnknownGroup, $"There is no group {Quoted.Value(group)} here; there are: {(groups.Length == 0 ? "none" : groups)}.").Thrown();
    }

    /// <summary>What an operator's act came to: how the group stands then, or why nothing was changed.</summary>
    private protected async Task<IResult> ResultAsync(string group, SwitchResult result) => result switch
    {
        SwitchResult.Done => Json(await ViewAsync(group, CancellationToken.None)),
        SwitchResult.NotFound missing => new Problem(ProblemTypes.UnknownGroup, missing.Detail),
        SwitchResult.BeyondEscrow beyond => new Problem(ProblemTypes.BeyondBalance, beyond.Detail)
            .With("set_aside", beyond.SetAside.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        SwitchResult.DoesNotFit no => new Problem(ProblemTypes.ModeDoesNotFit, no.Detail)
            .With("mode", (await ViewAsync(group, CancellationToken.None)).Mode.Word()),
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    private protected static async Task<TBody> BodyAsync<TBody>(HttpContext http) where TBody : class
    {
        var body = await JsonBody.ReadAsync(http.Request);
        try
        {
            var request = body.Deserialize<TBody>(WireJson.Strict) ?? throw new InvalidInputException("$", "must be an object; null was found");
            return InputRules.Fault(request) is { } fault ? throw fault : request;
        }
        catch (JsonException wrong)
        {
            throw InputFault.Describe(wrong, body, typeof(TBody));
        }
    }
}
