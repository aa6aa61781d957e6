using System.Net;
using ServerlessTx.AspNetCore;
using ServerlessTx.LocalHost;
using ServerlessTx.Samples;

if (Help.IsWanted(args))
{
    Console.Write(Help.Text());
    return 0;
}

using var stop = new StopSignals();
try
{
    var settings = HostSettings.From(SettingSources.All(args, Environment.GetEnvironmentVariables(), Environment.CurrentDirectory));
    var participants = SettingSources.Participants(Environment.CurrentDirectory);
    await RunAsync(settings, participants, Console.WriteLine, stop.Token);
    return 0;
}
catch (Exception stopped) when (stop.Token.IsCancellationRequested && stopped is OperationCanceledException or CannotStartException)
{
    // Ctrl-C during the start. It reaches npm too, whose failure is then no news.
    return 0;
}
catch (CannotStartException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 2;
}

static async Task RunAsync(HostSettings settings, IConfiguration participants, Action<string> say, CancellationToken stop)
{
    using var listen = ListenSocket.Bind(settings.Address);
    await using var storage = await HostStorage.OpenAsync(settings, say, TimeProvider.System, stop);
    await using var databases = await HostDatabases.OpenAsync(settings, say, TimeProvider.System, stop);

    var builder = LocalApplication.CreateBuilder(listen);
    await HostServices.AddAsync(builder.Services, settings, participants, storage, databases, say, stop);
    await using var application = builder.Build();
    application.MapServerlessTx().RequireApiKeys();
    application.MapServerlessTxDocs();
    application.MapGroup("").RequireApiKeys().MapSamples();
    application.MapGet("/", () => Results.Redirect("/docs"));

    await LocalApplication.StartAsync(application, settings.Address, stop);
    using var told = stop.Register(() => say("Stopping."));
    say(new Invitation((IPEndPoint)listen.LocalEndPoint!, needsKey: settings.ApiKeys.Count > 0).Text);
    await application.WaitForShutdownAsync(stop);
}
