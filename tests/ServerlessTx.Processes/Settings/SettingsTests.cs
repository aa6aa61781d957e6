using System.Collections;
using System.Net;

namespace ServerlessTx.Processes;

public sealed class SettingsTests
{
    [Fact]
    public void Without_a_word_every_setting_has_its_default()
    {
        var settings = From();
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 7071), settings.Address);
        Assert.Equal(16, settings.Shards);
        Assert.Equal(TimeSpan.FromHours(24), settings.IdempotencyKeyTtl);
        Assert.Null(settings.Retention);
        Assert.Null(settings.Storage);
        Assert.Null(settings.BatchesInFlight);
        Assert.Empty(settings.ApiKeys);
        Assert.Empty(settings.ParticipantLimits);
    }

    [Fact]
    public void Limits_are_counts_by_name()
    {
        var settings = From("--participant-limits", "payment_service=4, inventory_service=1000", "--workflow-limits=order_fulfillment=20");
        Assert.Equal([("inventory_service", 1000), ("payment_service", 4)], settings.ParticipantLimits.Select(limit => (limit.Key, limit.Value)).Order());
        Assert.Equal(20, Assert.Single(settings.WorkflowLimits).Value);
    }

    [Fact]
    public void Modes_are_switched_on_the_evidence_that_is_set()
    {
        Assert.Equal(new ModeTerms(), From().Modes);
        Assert.Equal(
            new ModeTerms { Switching = ModeSwitching.ByOperator, AwayAfter = TimeSpan.FromSeconds(1), BackAfterProbes = 2 },
            From("--mode-switching", "by_operator", "--mode-away-after", "1s", "--mode-back-calls", "2").Modes);
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "appsettings.json"), """{ "Logging": {}, "ServerlessTx": { "shards": 2, "attempts": 2, "memory": true } }""");
        var environment = new Hashtable { ["SERVERLESSTX_SHARDS"] = "3", ["SERVERLESSTX_ATTEMPTS"] = "3", ["PATH"] = "" };

        var settings = HostSettings.From(SettingSources.All(["--shards", "4"], environment, folder.Path));
        Assert.Equal((4, 3, true), (settings.Shards, settings.Attempts, settings.Memory));
    }

    [Theory]
    [InlineData("--attempts: found \"many\"; right would be a whole number from 1 to 100.", "--attempts=many")]
    [InlineData("--attempt-timeout: found \"30\"; right would be a number with ms, s, m or h behind it, from 1ms to 10m.", "--attempt-timeout", "30")]
    [InlineData("--recovery-grace: found \"2h\"; right would be a number with ms, s, m or h behind it, from 1s to 1h.", "--recovery-grace", "2h")]
    [InlineData("--memory: found \"yes\"; right would be true or false.", "--memory", "yes")]
    [InlineData("--table: found \"tables\"; right would be 3 to 55 letters and digits, a letter first.", "--table", "tables")]
    [InlineData("--shards: found no value; right would be a whole number from 1 to 256.", "--shards", "--memory")]
    [InlineData("--batches-in-flight: found \"0\"; right would be auto or a whole number from 1 to 1024.", "--batches-in-flight", "0")]
    [InlineData("--participant-limits: found \"till\"; right would be name=count,name=count, names of letters, digits, _ and -, counts from 1 to 1000, nothing twice.", "--participant-limits", "till")]
    [InlineData("--workflow-limits: found \"pay=0\"; right would be as participant-limits.", "--workflow-limits", "pay=0")]
    [InlineData("--workflow-limits: found \"pay=1,pay=2\"; right would be as participant-limits.", "--workflow-limits", "pay=1,pay=2")]
    [InlineData("--mode-switching: found \"yes\"; right would be automatic, by_operator or off.", "--mode-switching", "yes")]
    [InlineData("--mode-away-calls: found \"0\"; right would be a whole number from 1 to 1000.", "--mode-away-calls", "0")]
    [InlineData("--urls: no such setting; --help lists them all.", "--urls", "http://127.0.0.1:1")]
    [InlineData("--urls: no such setting; --help lists them all.", "--urls=http://127.0.0.1:1")]
    [InlineData("-v: found where a setting should be; right would be --name value, see --help.", "-v")]
    [InlineData("first-delay: 90 s is longer than longest-delay, 60 s; it must not be.", "--first-delay", "90s")]
    [InlineData("retention: 12 h is shorter than idempotency-key-ttl, 24 h; it must not be.", "--retention", "12h")]
    [InlineData("--accounts-db: found a value of 9 characters; right would be a connection string of Npgsql with Host=.", "--accounts-db", "Port=5432")]
    [InlineData("accounts-db, ledger-db: one of them is set and the other is not; a transfer needs both.", "--accounts-db", "Host=a")]
    [InlineData("postgres: true and accounts-db set exclude each other; leave one of them out.", "--postgres", "--accounts-db", "Host=a", "--ledger-db", "Host=b")]
    [InlineData("memory: true and storage set exclude each other; leave one of them out.", "--memory", "--storage", "UseDevelopmentStorage=true")]
    public void What_is_wrong_is_named_with_what_was_found_and_what_would_be_right(string line, params string[] arguments) =>
        Assert.Equal(line, Refusal(arguments));

    [Theory]
    [InlineData("https://127.0.0.1:7071")]
    [InlineData("http://myhost:7071")]
    [InlineData("http://*:7071")]
    [InlineData("http://127.0.0.1:7071/path")]
    [InlineData("127.0.0.1:7071")]
    [InlineData("http://127.0.0.1:70711")]
    public void An_address_is_http_with_an_ip_address_or_localhost(string address) =>
        Assert.StartsWith($"--address: found \"{address}\"; right would be http:// with an IP address or localhost", Refusal("--address", address));

    [Theory]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://[::]:7071")]
    [InlineData("http://10.1.2.3:80")]
    public void An_address_that_others_can_reach_needs_api_keys(string address)
    {
        Assert.EndsWith(
            "can be reached from other machines, so api-keys must be set (name=key, the key of at least 16 characters).",
            Refusal("--address", address));
        Assert.Equal("ada", From("--address", address, "--api-keys", "ada=0123456789abcdef").ApiKeys["0123456789abcdef"]);
    }

    [Theory]
    [InlineData("http://localhost:7071")]
    [InlineData("http://127.0.0.2:7071")]
    [InlineData("http://[::1]:7071")]
    public void A_loopback_address_needs_none(string address) => Assert.Empty(From("--address", address).ApiKeys);

    [Fact]
    public void Api_keys_are_pairs_or_a_json_object()
    {
        var expected = new Dictionary<string, string> { ["0123456789abcde="] = "ada", ["fedcba9876543210"] = "bob" };
        Assert.Equal(expected, From("--api-keys", "ada=0123456789abcde=, bob=fedcba9876543210").ApiKeys);
        Assert.Equal(expected, From("--api-keys", """{"ada":"0123456789abcde=","bob":"fedcba9876543210"}""").ApiKeys);
    }

    [Theory]
    [InlineData("ada=short")]
    [InlineData("0123456789abcdef")]
    [InlineData("ada=0123456789abcdef,ada=fedcba9876543210")]
    [InlineData("ada=0123456789abcdef,bob=0123456789abcdef")]
    [InlineData("""{"ada":1}""")]
    [InlineData("""{"ada":""")]
    public void Wrong_api_keys_are_refused_and_not_repeated(string keys)
    {
        var line = Refusal("--api-keys", keys);
        Assert.StartsWith($"--api-keys: found a value of {keys.Length} characters; right would be name=key,name=key", line);
        Assert.DoesNotContain(keys, line);
    }

    [Fact]
    public void A_misspelt_variable_or_property_is_found()
    {
        Assert.Equal(
            "SERVERLESSTX_CHARDS: no such setting; --help lists them all.",
            Refusal(SettingSources.FromEnvironment(new Hashtable { ["SERVERLESSTX_CHARDS"] = "1" })));
        Assert.Equal(
            "appsettings.json, ServerlessTx:chards: no such setting; --help lists them all.",
            Refusal(SettingSources.FromFile("""{ "ServerlessTx": { "chards": 1 } }""")));
        Assert.StartsWith("appsettings.json: found what is not JSON, at line 1; ", Refusal(SettingSources.FromFile("{")));
    }

    [Fact]
    public void The_documents_table_is_the_codes_table()
    {
        var documented = File.ReadLines(Repository.File("docs", "settings.md")).Where(line => line.StartsWith("| `--", StringComparison.Ordinal));
        var coded = SettingsTable.All.Select(setting =>
            $"| `{setting.Option}` | `{setting.Variable}` | {(setting.Default is "" ? "none" : $"`{setting.Default}`")} | {setting.Meaning} | {setting.Expected} |");
        Assert.Equal(coded, documented);
    }

    [Fact]
    public void Help_names_every_setting() =>
        Assert.All(SettingsTable.All, setting => Assert.Contains(setting.Option + " ", Help.Text()));

    private static HostSettings From(params string[] arguments) => HostSettings.From(SettingSources.FromCommandLine(arguments));

    private static string Refusal(params string[] arguments) => Refusal(SettingSources.FromCommandLine(arguments));

    private static string Refusal(IEnumerable<SettingValue> values)
    {
        var refused = Assert.Throws<CannotStartException>(() => HostSettings.From(values));
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }
}
