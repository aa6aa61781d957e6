namespace ServerlessTx.LocalHost;

/// <summary>The files of one Azurite in its folder.</summary>
internal sealed record AzuriteFiles(string Folder)
{
    public string State => Path.Combine(Folder, "azurite.json");

    public string Log => Path.Combine(Folder, "azurite.log");

    public string Data => Path.Combine(Folder, "azurite");

    /// <summary>See stop-on-request.js.</summary>
    public string StopRequest => Path.Combine(Folder, "azurite.stop");
}
