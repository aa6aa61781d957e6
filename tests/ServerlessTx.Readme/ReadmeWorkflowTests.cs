using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Readme;

/// <summary>The README's saga does over HTTP what the README says.</summary>
public sealed class ReadmeWorkflowTests
{
    [Theory]
    [InlineData("""{"customer":"ann","item":"book","quantity":2}""", "completed", 75)]
    [InlineData("""{"customer":"ann","item":"unicorn","quantity":2}""", "compensated", 100)]
    [InlineData("""{"customer":"ann","item":"book","quantity":9}""", "compensated", 100)]
    public async Task The_saga_ends_as_it_should(string order, string status, decimal balance)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        var rows = new MemoryPartitionStore();
        builder.Services.AddSingleton<IPartitionStore>(rows);
        builder.Services.AddSingleton<Barrier>().AddSingleton<Payments>().AddSingleton<Shop>();
        builder.Services.AddServerlessTx(tx => tx
            .AddWorkflow(services => OrderSaga.Define(services.GetRequiredService<Payments>(), services.GetRequiredService<Shop>()))
            .AddWorkflow(TripBooking.Define(new Agreeable<BookTrip>(), new Agreeable<BookTrip>()))
            .AddWorkflow(Move.Define(new Agreeable<MoveMoney>(), new Agreeable<MoveMoney>())));
        await using var app = builder.Build();
        app.MapServerlessTx();
        await app.StartAsync();

        var ended = await PostAsync(app.GetTestClient(), "place_order", order);

        Assert.Equal(status, ended.GetProperty("status").GetString());
        var account = (await rows.ReadAsync("payments", RowQuery.Single("account|ann"))).Rows;
        Assert.Equal(balance, account is [var row] ? JsonElement.Parse(row.Payload.Span).GetProperty("balance").GetDecimal() : 100m);
        Assert.Equal("confirmed", (await PostAsync(app.GetTestClient(), "book_trip", """{"traveller":"ann"}""")).GetProperty("status").GetString());
        Assert.Equal("committed", (await PostAsync(app.GetTestClient(), "move_money", """{"from":"a","to":"b","amount":1}""")).GetProperty("status").GetString());
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string workflow, string input)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/transactions/{workflow}")
        {
            Content = new StringContent(input, System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Prefer", "wait=30" } },
        };
        return await (await client.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed class Agreeable<TInput> : ITccParticipant<TInput>, IResourceManager<TInput>
    {
        public Task<Reservation> TryAsync(Call<TInput> call) => Task.FromResult(Reservation.Reserved());

        public Task<Conclusion> ConfirmAsync(Call<TInput> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> CancelAsync(Call<TInput> call) => Task.FromResult(Conclusion.Done());

        public Task<Vote> PrepareAsync(Call<TInput> call) => Task.FromResult(Vote.Prepared());

        public Task<Conclusion> CommitAsync(Call<TInput> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> AbortAsync(Call<TInput> call) => Task.FromResult(Conclusion.Done());
    }
}
