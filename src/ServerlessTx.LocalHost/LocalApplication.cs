using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.LocalHost;

/// <summary>The web application around the endpoints: where it listens, what it logs, how long it may take to stop.</summary>
internal static class LocalApplication
{
    /// <summary>With Azurite's own bound behind it, a stop ends within five seconds.</summary>
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(1.5);

    /// <summary>An empty builder, so that nothing but our own settings says where the host listens and what it prints.</summary>
    public static WebApplicationBuilder CreateBuilder(Socket listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(LocalApplication).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => listen);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen.LocalEndPoint!);
        });
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopBound);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Logging.AddConsole(console => console.FormatterName = QuietFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<QuietFormatter, ConsoleFormatterOptions>();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("ServerlessTx", LogLevel.Information);
        return builder;
    }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="CannotStartException">
    /// Two hosts bound the port at the same moment, and the other one listened first; or a database must be set up otherwise.
    /// </exception>
    public static async Task StartAsync(WebApplication application, IPEndPoint address, CancellationToken stop)
    {
        try
        {
            await application.StartAsync(stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw ListenSocket.InUse(address, taken);
        }
        catch (PostgreSqlSetupException wrong)
        {
            throw new CannotStartException(wrong.Message, wrong);
        }
    }
}
