using System.Net;

namespace ServerlessTx.Processes;

public sealed class SampleRowsTests
{
    [Fact]
    public async Task The_services_rows_are_shown_to_who_may_read_and_to_nobody_else()
    {
        await using var host = await HostProcess.StartServingAsync("--memory", "--api-keys", "ada=0123456789abcdef");
        using var http = await host.ClientAsync();
        var rows = new Uri("/api/samples/stock", UriKind.Relative);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(rows)).StatusCode);
        http.DefaultRequestHeaders.Add("X-Api-Key", "0123456789abcdef");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(rows)).StatusCode);
    }
}
