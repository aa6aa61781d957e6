using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ServerlessTx;
using ServerlessTx.Functions;
using ServerlessTx.Participants.Http;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    var settings = AppSettings.From(builder.Configuration);
    var evidence = await Tables.OpenAsync(settings.Storage, settings.Table);
    var keys = await Tables.OpenAsync(settings.Storage, settings.Table + "Keys");
    var samples = await Tables.OpenAsync(settings.Storage, settings.Table + "Samples");
    builder.Services.AddApp(settings, builder.Configuration, evidence, keys, new GroupCommitStore(samples));
    builder.Services.AddTelemetry(settings);
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception wrong) when (wrong is InvalidSettingException or InvalidHttpParticipantException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
