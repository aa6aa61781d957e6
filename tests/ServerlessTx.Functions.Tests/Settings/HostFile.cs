using System.Text.Json;

namespace ServerlessTx.Functions.Tests;

public sealed class HostFile
{
    [Fact]
    public void The_hosts_file_stands_beside_the_app_as_it_is_at_the_top() => Assert.Equal(
        File.ReadAllText(Path.Combine(Repository.Root, "host.json")),
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));

    [Fact]
    public void Messages_are_settled_by_the_app_and_the_hub_has_a_name_of_its_own()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));
        var extensions = host.RootElement.GetProperty("extensions");
        Assert.False(extensions.GetProperty("serviceBus").GetProperty("autoCompleteMessages").GetBoolean());
        Assert.Equal("%TASKHUB_NAME%", extensions.GetProperty("durableTask").GetProperty("hubName").GetString());
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
        Assert.False(host.RootElement.TryGetProperty("extensionBundle", out _));
    }
}
