using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Participants.Http;

/// <summary>Adds services that take part over HTTP.</summary>
public static class HttpParticipantServices
{
    /// <summary>
    /// Adds those that stand under <c>Participants:Http</c>. Code asks for them by <see cref="HttpParticipantRegistry"/>; the operations that
    /// their configuration names can be used in ad hoc transactions.
    /// </summary>
    /// <exception cref="InvalidHttpParticipantException">A setting is wrong or missing: one line that names it, and no secret.</exception>
    public static ServerlessTxBuilder AddHttpParticipants(this ServerlessTxBuilder tx, IConfiguration configuration)
    {
        var all = SettingsReader.Read(configuration);
        tx.Services.AddHttpClient();
        foreach (var settings in all)
        {
            tx.Services.AddHttpClient(ClientOf(settings.Name), client => client.Timeout = Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(() => Handler(settings))
                // The call's span and the evidence tell what happened; the factory's log lines would hold headers.
                .RemoveAllLoggers();
            if (settings.IsAskedByName)
                tx.AddParticipant(provider => ByName.Describe(provider.GetRequiredService<HttpParticipantRegistry>()[settings.Name], settings));
        }

        tx.Services.AddSingleton(provider => new HttpParticipantRegistry(
            all, provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<PersonalData>(), provider.GetRequiredService<TimeProvider>()));
        return tx;
    }

    /// <summary>
    /// Reads the same settings and keeps nothing: for an application that starts something before it adds its services, and wants to hear of
    /// a wrong one first.
    /// </summary>
    /// <exception cref="InvalidHttpParticipantException">As <see cref="AddHttpParticipants"/>.</exception>
    public static void CheckHttpParticipants(this IConfiguration configuration) => SettingsReader.Read(configuration);

    internal static string ClientOf(string participant) => $"ServerlessTx.Participants.Http:{participant}";

    private static SocketsHttpHandler Handler(HttpParticipantSettings settings) => new()
    {
        // Where a call goes is for the configuration to say, and for nobody who answers it.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !settings.BaseAddress!.IsLoopback,
        ConnectTimeout = settings.Timeout,
    };
}
