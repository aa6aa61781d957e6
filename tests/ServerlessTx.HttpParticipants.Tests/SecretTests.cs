using ServerlessTx.Specifications;

namespace ServerlessTx.HttpParticipants.Tests;

public sealed class SecretTests
{
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Token = "a-token-of-24-characters";

    private sealed record Purchase(string Item);

    [Theory]
    [InlineData("Secret", "whsec_" + Key, Key)]
    [InlineData("BearerToken", Token, Token)]
    public async Task Neither_logs_nor_evidence_nor_errors_show_a_secret(string setting, string value, string secret)
    {
        // A service that refuses, fails, breaks off and sends elsewhere: whatever can be told of it is told.
        await using var service = await Script.Of(
            ("reserve_item/action", 500, "no"), ("reserve_item/action", 302, ""), ("reserve_item/undo", 401, "who are you?"), ("reserve_item/undo", 204, ""));
        using var log = new KeptLog();
        await using var coordinator = new Coordinator(
            Coordinator.Settings(service, (setting, value)),
            all => Saga.For<Purchase>("buy", 1, Coordinator.Policy).Step(all["shop"], "reserve_item", undo: "release_item"), log);
        var transcript = await coordinator.RunAsync("buy", """{"item":"book"}""");
        var evidence = await coordinator.EvidenceAsync();

        Assert.Contains("unanswered         reserve_item/undo 1: UnknownAnswerException: status 401", transcript, StringComparison.Ordinal);
        Assert.Equal(4, service.Received.Count);
        foreach (var text in new[] { log.Text, evidence, transcript, coordinator["shop"].ToString()!, SettingsReader.Read(Coordinator.Configuration(Coordinator.Settings(service, (setting, value))))[0].ToString() })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }
}
