using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AspNetCore;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Readme;

internal static class Application
{
    /// <summary>Compiled only: it needs a storage account.</summary>
    public static async Task RunAsync(string[] args, string connectionString)
    {
        // readme: application
        var builder = WebApplication.CreateBuilder(args);
        var evidence = await TablePartitionStore.OpenAsync(connectionString, "transactions");
        builder.Services.AddSingleton<IPartitionStore>(await TablePartitionStore.OpenAsync(connectionString, "shop"));
        builder.Services.AddSingleton<Barrier>().AddSingleton<Payments>().AddSingleton<Shop>();
        builder.Services.AddServerlessTx(tx => tx
            .UseAzureTables(evidence)
            .AddWorkflow(services => OrderSaga.Define(services.GetRequiredService<Payments>(), services.GetRequiredService<Shop>())));

        var app = builder.Build();
        app.MapServerlessTx();
        app.Run();
        // end
    }
}
