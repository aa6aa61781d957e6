using System.Text.Json;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>One call to a service, without a coordinator behind it.</summary>
internal static class Calls
{
    public const string TransactionId = "fe6b2a91c3d4-0a-5f0c9d8e7b6a54321f0e";

    public static Call<JsonElement> Of(Phase phase, CancellationToken cancellation = default) => Of(phase, TransactionId, """{"item":"book"}""", cancellation);

    public static Call<JsonElement> Of(Phase phase, string transactionId, string input, CancellationToken cancellation = default, long? mode = null) => new(new CallRequest
    {
        TransactionId = transactionId,
        Name = new CallName("reserve_item", phase),
        Attempt = 1,
        Input = JsonElement.Parse(input),
        Deadline = DateTimeOffset.UnixEpoch,
        Results = new Dictionary<string, JsonElement>(),
        Mode = mode is { } version ? new ModeTicket(new PinnedMode("order", version, Mode.Strict)) : null,
        Cancellation = cancellation,
    });

    /// <summary>What a service's answer is taken for, as a line.</summary>
    public static async Task<string> TakenAsync(HttpService service, Phase phase)
    {
        await using var coordinator = new Coordinator(Coordinator.Settings(service));
        return await TakenAsync(() => coordinator["shop"].AskAsync("reserve_item", Of(phase)));
    }

    public static async Task<string> TakenAsync(Func<Task<HttpAnswer>> ask)
    {
        try
        {
            return await ask() switch
            {
                HttpAnswer.Done done => $"done {done.Result}".TrimEnd(),
                HttpAnswer.Refused refused => $"refused: {refused.Reason}",
                HttpAnswer.Heuristic otherwise => $"heuristic: {otherwise.WhatHappened}",
                var other => other.ToString(),
            };
        }
        catch (StillWorkingException working)
        {
            return $"still working {working.RetryAfter?.TotalSeconds}".TrimEnd();
        }
        catch (Exception unknown) when (unknown is UnknownAnswerException or HttpRequestException or IOException)
        {
            return $"unknown: {unknown.Message}";
        }
    }
}
