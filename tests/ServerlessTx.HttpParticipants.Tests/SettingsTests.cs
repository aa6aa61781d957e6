namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>What is wrong is told at the start, in one line that names the setting and no secret.</summary>
public sealed class SettingsTests
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Everything_has_its_place()
    {
        var settings = SettingsReader.Read(Coordinator.Configuration(
            [
                ("shop:BaseAddress", "https://shop.example/tx"), ("shop:Secret", Key), ("shop:Timeout", "2s"), ("shop:Concurrency", "3"), ("shop:Tcc", "true"),
                ("shop:Operations:reserve:Undo", "release"), ("shop:Operations:ship:Role", "pivot"),
                ("till:BaseAddress", "http://127.0.0.1:1/"),
            ])).ToDictionary(one => one.Name);
        Assert.Equal(new Uri("https://shop.example/tx/"), settings["shop"].BaseAddress);
        Assert.Equal((TimeSpan.FromSeconds(2), 3, true, false), (settings["shop"].Timeout, settings["shop"].Concurrency, settings["shop"].Tcc, settings["shop"].TwoPhaseCommit));
        Assert.Equal([new HttpOperation("reserve") { Undo = "release" }, new HttpOperation("ship") { Role = HttpRole.Pivot }], settings["shop"].Operations);
        Assert.Equal((TimeSpan.FromSeconds(10), 16), (settings["till"].Timeout, settings["till"].Concurrency));
    }

    [Theory]
    [InlineData("shop:Timeout: found \"30\"; right would be a number with ms, s or m behind it, from 1ms to 10m.", "Timeout", "30")]
    [InlineData("shop:Timeout: found \"11m\"; right would be a number with ms, s or m behind it, from 1ms to 10m.", "Timeout", "11m")]
    [InlineData("shop:Concurrency: found \"0\"; right would be a whole number from 1 to 1024.", "Concurrency", "0")]
    [InlineData("shop:Tcc: found \"yes\"; right would be true or false.", "Tcc", "yes")]
    [InlineData("shop:Retries: there is no such setting; there are: BaseAddress, Timeout, Concurrency, Secret, SecondSecret, BearerToken, Tcc, TwoPhaseCommit.", "Retries", "3")]
    [InlineData("shop:Operations:ship:Role: found \"Pilot\"; right would be step, pivot or retriable.", "Operations:ship:Role", "Pilot")]
    [InlineData("shop:Operations:ship:Undoo: there is no such setting; there are: Role, Undo.", "Operations:ship:Undoo", "x")]
    [InlineData("shop:Operations:ship it: is no name of an operation; right would be 1 to 64 letters, digits, _ or -.", "Operations:ship it:Role", "pivot")]
    [InlineData("shop:Operations:ship:Undo: only a step can be undone; leave it out, or the role.", "Operations:ship:Undo", "unship", "Operations:ship:Role", "pivot")]
    [InlineData("shop:SecondSecret: stands beside Secret, which is not set.", "SecondSecret", Key)]
    [InlineData("shop:BearerToken: a call is signed or has a token; leave Secret or BearerToken out.", "Secret", Key, "BearerToken", "a-token-of-24-characters")]
    public void A_wrong_setting_is_named_with_what_would_be_right(string line, params string[] settings) => Assert.Equal(
        $"Participants:Http:{line}",
        Refusal([("shop:BaseAddress", "http://127.0.0.1:1"), .. settings.Chunk(2).Select(setting => ($"shop:{setting[0]}", (string?)setting[1]))]));

    [Theory]
    [InlineData("shop.example")]
    [InlineData("ftp://shop.example")]
    [InlineData("https://user:password@shop.example")]
    [InlineData("https://shop.example/?key=password")]
    [InlineData("https://shop.example/#here")]
    public void An_address_is_http_or_https_and_nothing_in_it_is_repeated(string address) => Assert.Equal(
        $"Participants:Http:shop:BaseAddress: found a value of {address.Length} characters; right would be an http:// or https:// address without user, query or fragment.",
        Refusal(("shop:BaseAddress", address)));

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all, though long enough")]
    public void A_secret_is_that_of_Standard_Webhooks_and_is_not_repeated(string secret) => Assert.Equal(
        $"Participants:Http:shop:Secret: found a value of {secret.Length} characters; right would be whsec_ and the base64 of 24 to 64 bytes.",
        Refusal(("shop:BaseAddress", "http://127.0.0.1:1"), ("shop:Secret", secret)));

    [Fact]
    public void A_service_without_an_address_is_none() => Assert.Equal(
        "Participants:Http:shop:BaseAddress: is not set; right would be an http:// or https:// address without user, query or fragment.",
        Refusal(("shop:Secret", Key)));

    [Fact]
    public void A_service_on_another_machine_can_tell_who_calls() => Assert.Equal(
        "Participants:Http:shop:Secret: is not set; a service on another machine must be able to tell who calls: set Secret or BearerToken.",
        Refusal(("shop:BaseAddress", "https://shop.example")));

    [Fact]
    public void A_token_does_not_go_over_a_network_in_the_clear() => Assert.Equal(
        "Participants:Http:shop:BearerToken: would be sent over http to another machine; set an https:// BaseAddress, or Secret instead.",
        Refusal(("shop:BaseAddress", "http://shop.example"), ("shop:BearerToken", "a-token-of-24-characters")));

    [Fact]
    public async Task A_workflow_that_needs_a_service_that_is_not_configured_says_which()
    {
        await using var coordinator = new Coordinator([]);
        Assert.Equal(
            "Participants:Http:shop:BaseAddress: is not set; a workflow needs this participant.",
            Assert.Throws<InvalidHttpParticipantException>(() => coordinator["shop"]).Message);
    }

    [Fact]
    public async Task The_host_tells_what_is_wrong_before_it_starts_anything()
    {
        using var data = new TemporaryFolder();
        await using var host = HostProcess.Start(
            new Dictionary<string, string?> { ["Participants__Http__shop__BaseAddress"] = "http://127.0.0.1:1", ["Participants__Http__shop__Timeout"] = "30" },
            "--data", data.Path, "--address", "http://127.0.0.1:0");
        Assert.Equal(2, await host.ExitAsync());
        Assert.Equal("Participants:Http:shop:Timeout: found \"30\"; right would be a number with ms, s or m behind it, from 1ms to 10m.", Assert.Single(host.Errors));
        Assert.Empty(host.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    private static string Refusal(params (string, string?)[] settings)
    {
        var refused = Assert.Throws<InvalidHttpParticipantException>(() => SettingsReader.Read(Coordinator.Configuration(settings)));
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }
}
