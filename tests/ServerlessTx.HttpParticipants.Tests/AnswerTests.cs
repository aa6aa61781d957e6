using Microsoft.AspNetCore.Http;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>What each answer is taken for. Nothing but what the contract names is anything but unknown.</summary>
public sealed class AnswerTests
{
    private const string Refusal = """{"type":"urn:serverlesstx:participant:refused","title":"Refused","reason":"out_of_stock"}""";

    public static TheoryData<Phase> FirstPhasesAndPivot => [Phase.Action, Phase.Pivot, Phase.Try, Phase.Prepare];

    public static TheoryData<Phase> WhatCannotBeRefused => [Phase.Undo, Phase.Retriable, Phase.Confirm, Phase.Cancel, Phase.Commit, Phase.Abort];

    public static TheoryData<Phase> Every => [.. Enum.GetValues<Phase>()];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Every_2xx_is_done(Phase phase)
    {
        Assert.Equal("done", await TakenAsync(phase, 204));
        Assert.Equal("done", await TakenAsync(phase, 200));
        Assert.Equal("""done {"hold":7}""", await TakenAsync(phase, 201, """{"result":{"hold":7}}"""));
        Assert.Equal("done", await TakenAsync(phase, 200, """{"result":null}"""));
    }

    [Theory]
    [InlineData("<html>Please sign in</html>", "unknown: a success whose body is not JSON")]
    [InlineData("""{"error":"please sign in"}""", "unknown: a success whose body has neither result nor heuristic")]
    [InlineData("[]", "unknown: a success whose body is not a JSON object")]
    [InlineData("""{"result":""", "unknown: a success whose body is not JSON")]
    public async Task A_2xx_whose_body_is_somebody_elses_is_unknown(string body, string taken) =>
        Assert.Equal(taken, await TakenAsync(Phase.Confirm, 200, body));

    [Theory]
    [MemberData(nameof(FirstPhasesAndPivot))]
    public async Task A_409_of_our_type_is_refused(Phase phase) => Assert.Equal("refused: out_of_stock", await TakenAsync(phase, 409, Refusal));

    [Theory]
    [MemberData(nameof(FirstPhasesAndPivot))]
    public async Task Any_other_409_is_unknown(Phase phase)
    {
        Assert.Equal("unknown: status 409 without the type of a refusal", await TakenAsync(phase, 409, """{"type":"about:blank","reason":"out_of_stock"}"""));
        Assert.Equal("unknown: status 409 whose body is not JSON", await TakenAsync(phase, 409, ""));
        Assert.Equal("unknown: status 409 whose body is not JSON", await TakenAsync(phase, 409, "Conflict"));
    }

    [Theory]
    [MemberData(nameof(WhatCannotBeRefused))]
    public async Task A_409_where_nothing_can_be_refused_is_unknown(Phase phase) => Assert.Equal("unknown: status 409", await TakenAsync(phase, 409, Refusal));

    [Theory]
    [MemberData(nameof(Every))]
    public async Task A_425_is_still_working(Phase phase)
    {
        Assert.Equal("still working", await TakenAsync(phase, 425));
        await using var later = await HttpService.AnsweringAsync(425, "", ("Retry-After", "7"));
        Assert.Equal("still working 7", await Calls.TakenAsync(later, phase));
    }

    [Fact]
    public async Task A_moment_in_Retry_After_is_counted_from_now()
    {
        await using var service = await HttpService.AnsweringAsync(425, "", ("Retry-After", DateTimeOffset.UtcNow.AddHours(1).ToString("R")));
        Assert.StartsWith("still working 3", await Calls.TakenAsync(service, Phase.Action), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WhatCannotBeRefused))]
    public async Task A_410_is_heuristic_and_never_silently_done(Phase phase) =>
        Assert.Equal("heuristic: it had been concluded and is forgotten there", await TakenAsync(phase, 410));

    [Theory]
    [MemberData(nameof(FirstPhasesAndPivot))]
    public async Task A_410_to_a_first_call_or_a_pivot_is_unknown(Phase phase) => Assert.Equal("unknown: status 410", await TakenAsync(phase, 410));

    [Theory]
    [MemberData(nameof(WhatCannotBeRefused))]
    public async Task A_conclusion_can_be_heuristic_in_a_200(Phase phase) =>
        Assert.Equal("heuristic: it had been shipped", await TakenAsync(phase, 200, """{"heuristic":"it had been shipped"}"""));

    [Theory]
    [MemberData(nameof(FirstPhasesAndPivot))]
    public async Task A_first_call_or_a_pivot_cannot_be_heuristic(Phase phase) =>
        Assert.Equal($"unknown: a success that is heuristic, which no {phase} can be", await TakenAsync(phase, 200, """{"heuristic":"it had been shipped"}"""));

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(412)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    public async Task Anything_else_is_unknown(int status)
    {
        Assert.Equal($"unknown: status {status}", await TakenAsync(Phase.Prepare, status, Refusal));
        Assert.Equal($"unknown: status {status}", await TakenAsync(Phase.Commit, status, """{"result":{}}"""));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await HttpService.AnsweringAsync(204);
        await using var service = await HttpService.AnsweringAsync(status, "", ("Location", $"{elsewhere.Address}take?secret=1"));
        Assert.Equal($"unknown: status {status}, and redirects are not followed", await Calls.TakenAsync(service, Phase.Action));
        Assert.Empty(elsewhere.Received);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(409)]
    public async Task An_answer_over_256_KiB_is_unknown_and_not_read_to_its_end(int status)
    {
        var stopped = new TaskCompletionSource();
        await using var service = await HttpService.StartAsync(async (http, _) =>
        {
            http.Response.StatusCode = status;
            using var gone = http.RequestAborted.Register(() => stopped.TrySetResult());
            while (!http.RequestAborted.IsCancellationRequested)
                await http.Response.Body.WriteAsync(new byte[16 * 1024]);
        });
        Assert.Equal("unknown: an answer over 262144 bytes", await Calls.TakenAsync(service, Phase.Action));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task An_answer_of_256_KiB_is_read()
    {
        var text = new string('x', 256 * 1024 - """{"result":""}""".Length);
        Assert.Equal($"done {text}", await TakenAsync(Phase.Action, 200, $$"""{"result":"{{text}}"}"""));
        Assert.Equal("unknown: an answer over 262144 bytes", await TakenAsync(Phase.Action, 200, $$"""{"result":"{{text}}x"}"""));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unknown()
    {
        await using var service = await HttpService.StartAsync(async (http, _) =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("""{"result":""");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        Assert.StartsWith("unknown: ", await Calls.TakenAsync(service, Phase.Action), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_unknown()
    {
        var service = await HttpService.AnsweringAsync(204);
        await using var coordinator = new Coordinator(Coordinator.Settings(service));
        await service.DisposeAsync();
        Assert.StartsWith("unknown: Connection refused", await Calls.TakenAsync(() => coordinator["shop"].AskAsync("reserve_item", Calls.Of(Phase.Try))), StringComparison.Ordinal);
    }

    private static async Task<string> TakenAsync(Phase phase, int status, string body = "")
    {
        await using var service = await HttpService.AnsweringAsync(status, status == 204 ? "" : body);
        return await Calls.TakenAsync(service, phase);
    }
}
