using System.Collections;

namespace ServerlessTx.Processes;

/// <summary>A storage that has tables and no queues.</summary>
public sealed class QueueEndpointTests
{
    private const string TablesAlone =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";

    [Fact]
    public async Task Without_a_queue_endpoint_the_host_says_that_choreographies_are_off_and_which_setting_turns_them_on()
    {
        using var folder = new TemporaryFolder();
        var settings = HostSettings.From(SettingSources.All(["--storage", TablesAlone], new Hashtable(), folder.Path));
        var said = new List<string>();
        await using var storage = await HostStorage.OpenAsync(settings, _ => { }, TimeProvider.System, default);
        await HostChoreographies.OpenAsync(storage, settings, new MemoryPartitionStore(), said.Add, default);
        Assert.Equal(["Choreographies are off: --storage names no queue endpoint for their events. Give one, or a connection string of a whole account."], said);
    }
}
