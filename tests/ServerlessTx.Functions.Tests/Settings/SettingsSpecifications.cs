using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ServerlessTx.Functions.Tests;

public sealed class SettingsSpecifications
{
    [Fact]
    public void The_sample_settings_are_right() => Assert.Equal("serverlesstx", AppSettings.From(Configuration(Sample())).Table);

    [Fact]
    public void Limits_are_counts_by_name()
    {
        var values = Sample();
        values["SERVERLESSTX_WORKFLOW_LIMITS"] = "order_fulfillment=20, transfer=1";
        var settings = AppSettings.From(Configuration(values));
        Assert.Equal([("order_fulfillment", 20), ("transfer", 1)], settings.WorkflowLimits.Select(limit => (limit.Key, limit.Value)));
        Assert.Empty(settings.ParticipantLimits);
    }

    [Fact]
    public void Modes_are_switched_on_the_evidence_that_is_set()
    {
        var values = Sample();
        (values["SERVERLESSTX_MODE_SWITCHING"], values["SERVERLESSTX_MODE_AWAY_CALLS"]) = ("by_operator", "7");
        var modes = AppSettings.From(Configuration(values)).Modes;
        Assert.Equal((ModeSwitching.ByOperator, 7, new ModeTerms().BackAfter), (modes.Switching, modes.AwayAfterProbes, modes.BackAfter));
    }

    [Fact]
    public void In_azure_storage_and_service_bus_are_reached_by_identity()
    {
        var settings = AppSettings.From(Configuration(ByIdentity(Sample())));
        Assert.Equal(("account", "client"), (settings.Storage.Address, settings.Storage.ClientId));
        Assert.Null(settings.ServiceBus.Text);
    }

    [Theory]
    [InlineData("TASKHUB_NAME", null, "TASKHUB_NAME: is not set; it must be 3 to 45 letters and digits, a letter first.")]
    [InlineData("SERVERLESSTX_RECOVERY_SCHEDULE", "now", "SERVERLESSTX_RECOVERY_SCHEDULE: must be an NCRONTAB expression of six fields, such as 0 * * * * *.")]
    [InlineData("SERVERLESSTX_SHARDS", "0", "SERVERLESSTX_SHARDS: must be a whole number from 1 to 256.")]
    [InlineData("SERVERLESSTX_PARTICIPANT_LIMITS", "payment_service=0", "SERVERLESSTX_PARTICIPANT_LIMITS: must be name=count,name=count, names of letters, digits, _ and -, counts from 1 to 1000, nothing twice.")]
    [InlineData("SERVERLESSTX_MODE_SWITCHING", "yes", "SERVERLESSTX_MODE_SWITCHING: must be automatic, by_operator or off.")]
    [InlineData("SERVERLESSTX_MODE_AWAY_AFTER", "soon", "SERVERLESSTX_MODE_AWAY_AFTER: must be a number with s, m or h behind it, from 0 s to 3600 s.")]
    [InlineData("SERVERLESSTX_FAST_PATH", "yes", "SERVERLESSTX_FAST_PATH: must be true or false.")]
    [InlineData("SERVERLESSTX_RECOVERY_GRACE", "30s", "SERVERLESSTX_RECOVERY_GRACE: must be a number with s, m or h behind it, from 61 s to 3600 s.")]
    [InlineData("SERVERLESSTX_TABLE", "no-table", "SERVERLESSTX_TABLE: must be 3 to 55 letters and digits, a letter first.")]
    [InlineData("AzureWebJobsStorage", null, "AzureWebJobsStorage: set either AzureWebJobsStorage__accountName, with AzureWebJobsStorage__credential=managedidentity, or on your own machine AzureWebJobsStorage as a connection string.")]
    public void A_wrong_setting_stops_the_start_with_one_line_that_names_it(string name, string? value, string line)
    {
        var values = Sample();
        values[name] = value;
        Assert.Equal(line, Assert.Throws<InvalidSettingException>(() => AppSettings.From(Configuration(values))).Message);
    }

    [Fact]
    public void A_connection_without_its_credential_is_refused()
    {
        var values = ByIdentity(Sample());
        values.Remove("ServiceBusConnection:credential");
        Assert.Equal("ServiceBusConnection__credential: must be managedidentity.", Assert.Throws<InvalidSettingException>(() => AppSettings.From(Configuration(values))).Message);
    }

    [Fact]
    public void Every_setting_is_explained_in_the_docs_and_set_in_the_infrastructure()
    {
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure.md"));
        var infrastructure = File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "function-app.bicep"));
        foreach (var name in Sample().Keys)
            Assert.Contains(name, docs, StringComparison.Ordinal);
        foreach (var name in Sample().Keys.Where(name => name.StartsWith("SERVERLESSTX", StringComparison.Ordinal)))
            Assert.Contains($"{name}:", infrastructure, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString());
    }

    private static Dictionary<string, string?> ByIdentity(Dictionary<string, string?> values)
    {
        values.Remove("AzureWebJobsStorage");
        values.Remove("ServiceBusConnection");
        values["AzureWebJobsStorage:accountName"] = "account";
        values["AzureWebJobsStorage:credential"] = "managedidentity";
        values["AzureWebJobsStorage:clientId"] = "client";
        values["ServiceBusConnection:fullyQualifiedNamespace"] = "ns.servicebus.windows.net";
        values["ServiceBusConnection:credential"] = "managedidentity";
        return values;
    }

    private static IConfiguration Configuration(Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
