using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Http;

/// <summary>An application of somebody's own, on a real socket.</summary>
public sealed class AnyApplicationTests
{
    [Fact]
    public async Task Three_lines_make_an_application_serve_transactions_beside_its_own_routes()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var response = await http.PostAsync("/api/transactions/buy_book", ShopHost.Json(ShopHost.Order()));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("mine", await http.GetStringAsync("/api/mine"));
        Assert.Equal("unknown_route", (await ShopHost.ProblemOf(await http.GetAsync("/api/yours"))).Name);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/docs")).StatusCode);
    }

    [Theory]
    [InlineData("/shop", "/buy_book")]
    [InlineData("/shop", "/buy_book/")]
    [InlineData("/transactions-of-the-shop", "/buy_book")]
    [InlineData("/bücher", "/buy_book")]
    public async Task Under_a_path_base_the_location_and_the_document_have_it_too(string pathBase, string workflow)
    {
        await using var app = await StartAsync(pathBase);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var written = new PathString(pathBase).ToUriComponent();
        var response = await http.PostAsync($"{written}/api/transactions{workflow}", ShopHost.Json(ShopHost.Order()));

        Assert.StartsWith($"{written}/api/transactions/", response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(response.Headers.Location)).StatusCode);
        Assert.Contains($"\"servers\":[{{\"url\":\"{written}\"}}]", await http.GetStringAsync($"{written}/openapi/v1.json"));
    }

    [Theory]
    [InlineData("GET /api/transactions/%zz HTTP/1.1")]
    [InlineData("GET /api/transactions/%00 HTTP/1.1")]
    [InlineData("GET /api/transactions/%C0%80 HTTP/1.1")]
    [InlineData("GET /api/transactions/..%2f..%2fetc HTTP/1.1")]
    [InlineData("GET /api/transactions/../../api/transactions/x HTTP/1.1")]
    [InlineData("GET /api/transactions?limit=%ff%fe HTTP/1.1")]
    [InlineData("GET /api/transactions?%=%&&&===;;%00=1 HTTP/1.1")]
    [InlineData("GET http://elsewhere/api/transactions/x HTTP/1.1")]
    [InlineData("GET /api/transactions HTTP/1.1\r\nContent-Length: -1")]
    [InlineData("POST /api/transactions/buy_book HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")]
    [InlineData("POST /api/transactions/buy_book HTTP/1.1\r\nContent-Type: application/json\r\nIdempotency-Key: \r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /api/transactions/buy_book HTTP/1.1\r\nContent-Type: application/json\r\nIdempotency-Key: a\u0001b\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /api/transactions/buy_book HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{}")]
    [InlineData("BREW /api/transactions HTTP/1.1")]
    [InlineData("nonsense")]
    public async Task Bytes_that_no_client_would_send_are_a_4xx(string request)
    {
        await using var app = await StartAsync();
        var address = new Uri(app.Urls.Single());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        var head = request.Contains("\r\n\r\n", StringComparison.Ordinal) ? request : request + "\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Replace(" HTTP/1.1", " HTTP/1.1\r\nHost: localhost\r\nConnection: close", StringComparison.Ordinal)));
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync();

        Assert.StartsWith("HTTP/1.1 4", status);
    }

    private static async Task<WebApplication> StartAsync(string pathBase = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddServerlessTx(tx => tx.AddWorkflow(new Shop().Workflow));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        if (pathBase.Length > 0)
            app.UsePathBase(pathBase).UseRouting();
        app.MapServerlessTx().RequireApiKeys();
        app.MapServerlessTxDocs();
        app.MapGet("/api/mine", () => Results.Text("mine"));
        await app.StartAsync();
        return app;
    }
}
