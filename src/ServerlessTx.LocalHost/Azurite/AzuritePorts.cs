using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessTx.LocalHost;

/// <summary>The ports that Azurite chose. They are read from its log: choosing them for it would race with every other process.</summary>
internal sealed partial record AzuritePorts(int Blob, int Queue, int Table)
{
    private const string Account = "devstoreaccount1";

    /// <summary>The key of the emulator's account, the same for everybody and no secret.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{Blob}/{Account};" +
        $"QueueEndpoint=http://127.0.0.1:{Queue}/{Account};" +
        $"TableEndpoint=http://127.0.0.1:{Table}/{Account};";

    /// <summary>The accounts of one Azurite: the emulator's own, and one whose name says which Azurite this is.</summary>
    public static string Accounts(string instance) => $"{Account}:{Key};{instance}:{Key}";

    /// <summary>All three ports, or null while not all services listen.</summary>
    public static AzuritePorts? FromLog(string log)
    {
        var found = Listening().Matches(log)
            .ToDictionary(match => match.Groups["service"].Value, match => int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture));
        return found.Count == 3 ? new AzuritePorts(found["Blob"], found["Queue"], found["Table"]) : null;
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)\s")]
    private static partial Regex Listening();
}
