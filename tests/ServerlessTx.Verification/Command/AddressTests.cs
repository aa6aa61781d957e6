using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessTx.Verification;

/// <summary>What the command does with an address, whatever answers there.</summary>
public sealed class AddressTests
{
    [Fact]
    public async Task A_document_is_fetched_and_verified()
    {
        var document = Played.Of("saga completed").Document;
        var run = await AskAsync($"HTTP/1.1 200 OK\r\nContent-Length: {document.Length}\r\nConnection: close\r\n\r\n", document);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_document_of_unknown_length_is_fetched_and_verified()
    {
        var run = await AskAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", Played.Of("saga with large answers").Document);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task An_error_is_said_in_one_line()
    {
        var run = await AskAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []);
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("answered 404 Not Found.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_transaction_can_yield_is_not_fetched()
    {
        var run = await AskAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n", []);
        Assert.Equal((2, "The document has more than 128 MiB; no transaction yields as much.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_said_in_one_line()
    {
        var run = await AskAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n", [1, 2, 3]);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static async Task<CommandRun> AskAsync(string head, byte[] body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, [.. Encoding.ASCII.GetBytes(head), .. body]);
        var run = await CommandRun.OfAsync("verify", $"http://{listener.LocalEndpoint}/api/transactions/x/evidence");
        await serving;
        return run;
    }

    private static async Task ServeAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var request = new StreamReader(stream, leaveOpen: true);
        while (await request.ReadLineAsync() is { Length: > 0 })
        {
        }

        await stream.WriteAsync(answer);
    }
}
