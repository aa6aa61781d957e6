using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ServerlessTx;
using ServerlessTx.Functions;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    var settings = AppSettings.From(builder.Configuration);
    var evidence = await Tables.OpenAsync(settings.Storage, settings.Table);
    var samples = await Tables.OpenAsync(settings.Storage, settings.Table + "Samples");
    builder.Services.AddApp(settings, evidence, new GroupCommitStore(samples));
    builder.Services.AddTelemetry(settings);
    await builder.Build().RunAsync();
    return 0;
}
catch (InvalidSettingException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
