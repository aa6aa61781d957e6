using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessTx;

/// <summary>What modes need.</summary>
internal static class ModeServices
{
    public static void TryAddModes(this IServiceCollection services)
    {
        services.TryAddSingleton<ModeStore>();
        services.TryAddSingleton<ModeBuffer>();
        services.TryAddSingleton(provider => new ModeRegistry(provider.GetServices<ModeGroup>(), provider.GetRequiredService<ModeBuffer>()));
        services.TryAddSingleton<ModeAdmission>();
        services.TryAddSingleton<ModeDetector>();
        services.TryAddSingleton<ICallWitness>(provider => provider.GetRequiredService<ModeDetector>());
        services.TryAddSingleton<ModeSwitch>();
        services.TryAddSingleton<ModeEscrow>();
        services.TryAddSingleton<IUnderWay, UnderWay>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IKeepsRecords, BufferedRecords>());
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<FailBack>();
        services.TryAddSingleton<ModeReminder>();
        services.TryAddSingleton<ModeWatch>();
        services.TryAddSingleton<ModeDesk>();
        services.TryAddSingleton(provider => new ModeClient(
            provider.GetRequiredService<ModeRegistry>(), provider.GetRequiredService<ModeAdmission>(),
            provider.GetRequiredService<ModeStore>(), provider.GetRequiredService<ModeDesk>()));
    }
}
