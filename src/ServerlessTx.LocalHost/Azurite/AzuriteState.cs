using System.Text.Json;

namespace ServerlessTx.LocalHost;

/// <summary>
/// What <c>azurite.json</c> holds. The launcher writes process and instance, the host adds the ports when it knows them, and both are
/// gone after an orderly end: a file that is there names an Azurite that may still run.
/// </summary>
internal sealed record AzuriteState(int Pid, string Instance, AzuritePorts? Ports)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The state, or null where there is none or it was torn by the end of a machine.</summary>
    public static AzuriteState? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteState>(File.ReadAllText(path), Json) is { Pid: > 0, Instance: not null } state ? state : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file whole, so that a host killed in the middle leaves the old one or the new one.</summary>
    public void Write(string path)
    {
        var beside = path + ".new";
        File.WriteAllText(beside, JsonSerializer.Serialize(this, Json));
        File.Move(beside, path, overwrite: true);
    }
}
