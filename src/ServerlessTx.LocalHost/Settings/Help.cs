using System.Text;

namespace ServerlessTx.LocalHost;

/// <summary>What <c>--help</c> prints: the table of settings.</summary>
internal static class Help
{
    public static bool IsWanted(string[] arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?");

    public static string Text()
    {
        var text = new StringBuilder(
            $"""
            ServerlessTx on your own machine. Ctrl-C ends it.

            A setting is given as --name value, as {SettingSources.Prefix}NAME in the environment (a dash becomes an underscore),
            or in the section {SettingSources.Section} of {SettingSources.File} in the current folder; the first of these that names it wins.


            """);
        foreach (var setting in SettingsTable.All)
        {
            text.AppendLine($"  {setting.Option,-22} {setting.Meaning}");
            text.AppendLine($"  {"",-22} Default: {(setting.Default is "" ? "none" : setting.Default)}. Right: {setting.Expected}.");
        }

        return text.ToString();
    }
}
