using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServerlessTx.AspNetCore;

/// <summary>Puts the API behind keys.</summary>
public static class ApiKeyEndpoints
{
    /// <summary>Sets the API keys. Wrong ones stop the start with a line that says which.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Adds the keys, or binds them from the configuration.</param>
    public static IServiceCollection AddServerlessTxApiKeys(this IServiceCollection services, Action<ApiKeyOptions> configure)
    {
        services.Configure(configure);
        return services;
    }

    /// <summary>Asks every request for a key that may do what it wants; without keys configured, only this machine is served.</summary>
    /// <param name="group">What <see cref="ServerlessTxEndpoints.MapServerlessTx"/> answered.</param>
    /// <exception cref="OptionsValidationException">A key cannot be used.</exception>
    public static RouteGroupBuilder RequireApiKeys(this RouteGroupBuilder group)
    {
        var options = ((IEndpointRouteBuilder)group).ServiceProvider.GetRequiredService<IOptions<ApiKeyOptions>>().Value;
        if (options.Fault() is { } fault)
            throw new OptionsValidationException(nameof(ApiKeyOptions), typeof(ApiKeyOptions), [fault]);
        var gate = new ApiKeyGate(options);
        return group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var role = http.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>()?.Role ?? ApiRole.Read;
            return gate.Refusal(http, role) is { } refusal ? refusal : await next(context);
        });
    }
}
