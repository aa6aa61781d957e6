namespace ServerlessTx.HttpParticipants.Tests;

public sealed class SettingsDocs
{
    [Fact]
    public void The_documents_table_is_the_codes_table() => Assert.Equal(
        [.. Rows("", HttpSettingsTable.OfParticipant), .. Rows("Operations:OPERATION:", HttpSettingsTable.OfOperation)],
        File.ReadLines(Repository.File("docs", "settings.md")).SkipWhile(line => !line.StartsWith("| below ", StringComparison.Ordinal)).Skip(2));

    private static IEnumerable<string> Rows<T>(string prefix, IEnumerable<Setting<T>> table) where T : class => table.Select(setting =>
        $"| `{prefix}{setting.Name}` | {(setting.Default is "" ? "none" : $"`{setting.Default}`")} | {setting.Meaning} | {setting.Expected} |");
}
