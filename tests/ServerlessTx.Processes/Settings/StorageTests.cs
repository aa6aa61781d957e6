namespace ServerlessTx.Processes;

/// <summary>A storage that cannot be used ends the start with one line that names the setting.</summary>
public sealed class StorageTests
{
    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;")]
    [InlineData("AccountName=nobody")]
    [InlineData("AccountName=nobody;AccountKey=no base64;TableEndpoint=http://127.0.0.1:1/nobody")]
    public async Task What_cannot_be_opened_is_one_line_and_exit_code_2(string connection)
    {
        await using var host = HostProcess.Start("--address", "http://127.0.0.1:0", "--storage", connection);
        Assert.Equal(2, await host.ExitAsync());
        Assert.StartsWith("--storage: the table serverlesstx cannot be opened: ", Assert.Single(host.Errors), StringComparison.Ordinal);
    }
}
