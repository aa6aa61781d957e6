using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Samples;

/// <summary>The worked workflows of the source, for both hosts.</summary>
public static class SampleServices
{
    /// <summary>Registers the workflows and the services that take part in them.</summary>
    /// <param name="store">Holds the services' own rows, apart from the evidence.</param>
    /// <param name="policy">How the services are called.</param>
    /// <param name="lockWait">How long a transfer waits for rows that another has locked; half a second without it.</param>
    /// <param name="databases">Where a transfer's rows are, if not among the others.</param>
    /// <param name="modes">On what evidence, and by whom, the transfer that has modes is switched.</param>
    public static ServerlessTxBuilder AddSamples(
        this ServerlessTxBuilder tx, Func<IServiceProvider, IPartitionStore> store, CallPolicy? policy = null, TimeSpan? lockWait = null,
        TransferDatabases? databases = null, ModeTerms? modes = null)
    {
        tx.Services.AddSingleton(provider => new SampleStore(store(provider)));
        tx.Services.AddSingleton<IBarrierPartitions>(provider => provider.GetRequiredService<SampleStore>());
        tx.Services.AddSingleton(provider => new Barrier(
            provider.GetRequiredService<SampleStore>().Rows,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IForgottenTransactions>()));
        tx.Services.AddSingleton<InDoubt>();
        tx.AddOrderFulfillment(policy).AddWorkflow(ApprovedOrder.Define(policy)).AddCheckoutReservation(policy).AddRideFulfillment(policy).AddProfileSync(policy).AddSampleParticipants();
        tx.AddBankAccounts(policy);
        return databases is null ? tx.AddTransfer(policy, lockWait ?? RowLocks.DefaultWait, modes) : tx.AddTransferOver(databases, policy, lockWait ?? RowLocks.DefaultWait, modes);
    }

    /// <summary>Maps <c>GET /api/samples/{kind}</c>: the services' rows, so that a person sees effects and not only a protocol.</summary>
    public static void MapSamples(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/samples/{kind}", async (string kind, SampleStore store, [FromServices] PostgreSqlRows? databases, CancellationToken cancellation) =>
            ((databases is null ? null : await databases.ReadAsync(kind, cancellation)) ?? await store.ReadAsync(kind, cancellation)) is { } rows
                ? Results.Json(rows)
                : Results.Problem(statusCode: 404, title: "No such rows", detail: $"There are: {string.Join(", ", SampleStore.Kinds)}."));

    private static ServerlessTxBuilder AddOrderFulfillment(this ServerlessTxBuilder tx, CallPolicy? policy)
    {
        tx.Services.AddSingleton<OrderService>();
        tx.Services.AddSingleton<PaymentService>();
        tx.Services.AddSingleton<InventoryService>();
        tx.Services.AddSingleton<ShippingService>();
        tx.Services.AddSingleton<NotificationService>();
        return tx.AddWorkflow(provider => OrderFulfillment.Define(
            provider.GetRequiredService<OrderService>(),
            provider.GetRequiredService<PaymentService>(),
            provider.GetRequiredService<InventoryService>(),
            provider.GetRequiredService<ShippingService>(),
            provider.GetRequiredService<NotificationService>(),
            policy));
    }

    private static ServerlessTxBuilder AddCheckoutReservation(this ServerlessTxBuilder tx, CallPolicy? policy)
    {
        tx.Services.AddSingleton<ExpiredHolds>();
        tx.Services.AddSingleton<PaymentReservations>();
        tx.Services.AddSingleton<InventoryReservations>();
        return tx.AddWorkflow(provider => CheckoutReservation.Define(
            provider.GetRequiredService<PaymentReservations>(), provider.GetRequiredService<InventoryReservations>(), policy));
    }

    private static ServerlessTxBuilder AddRideFulfillment(this ServerlessTxBuilder tx, CallPolicy? policy)
    {
        tx.Services.AddSingleton<RiderService>();
        tx.Services.AddSingleton<DispatchService>();
        tx.Services.AddSingleton<RidePayments>();
        tx.Services.AddSingleton<TripService>();
        return tx.AddWorkflow(provider => RideFulfillment.Define(
            provider.GetRequiredService<RiderService>(),
            provider.GetRequiredService<DispatchService>(),
            provider.GetRequiredService<RidePayments>(),
            provider.GetRequiredService<TripService>(),
            policy));
    }

    private static ServerlessTxBuilder AddProfileSync(this ServerlessTxBuilder tx, CallPolicy? policy)
    {
        tx.Services.AddSingleton<ProfileService>();
        tx.Services.AddSingleton<RecommendationService>();
        tx.Services.AddSingleton<SearchService>();
        tx.Services.AddSingleton<AnalyticsService>();
        return tx.AddWorkflow(provider => ProfileSync.Define(
            provider.GetRequiredService<ProfileService>(),
            provider.GetRequiredService<RecommendationService>(),
            provider.GetRequiredService<SearchService>(),
            provider.GetRequiredService<AnalyticsService>(),
            policy));
    }

    private static ServerlessTxBuilder AddBankAccounts(this ServerlessTxBuilder tx, CallPolicy? policy)
    {
        tx.Services.AddSingleton<DebitedAccount>();
        tx.Services.AddSingleton<CreditedAccount>();
        return tx
            .AddAggregate(
                Account.Type, provider => provider.GetRequiredService<SampleStore>().Rows, AccountProjections.ByCustomer, AccountProjections.Ledger)
            .AddWorkflow(provider => AccountTransfers.BySaga(provider.GetRequiredService<DebitedAccount>(), provider.GetRequiredService<CreditedAccount>(), policy))
            .AddWorkflow(provider => AccountTransfers.ByTcc(provider.GetRequiredService<DebitedAccount>(), provider.GetRequiredService<CreditedAccount>(), policy))
            .AddWorkflow(provider => AccountTransfers.ByTwoPhaseCommit(
                provider.GetRequiredService<DebitedAccount>(), provider.GetRequiredService<CreditedAccount>(), policy));
    }

    private static ServerlessTxBuilder AddTransfer(this ServerlessTxBuilder tx, CallPolicy? policy, TimeSpan lockWait, ModeTerms? modes)
    {
        tx.Services.AddSingleton(provider => new RowLocks(provider.GetRequiredService<InDoubt>(), provider.GetRequiredService<TimeProvider>(), lockWait));
        tx.Services.AddSingleton<AccountsDb>();
        tx.Services.AddSingleton<LedgerDb>();
        tx.AddTransferParticipants();
        tx.AddModes(provider => ResilientTransfer.Declare(
            provider.GetRequiredService<AccountsDb>(), provider.GetRequiredService<LedgerDb>(), policy, modes));
        return tx.AddWorkflow(provider => Transfer.Define(
            provider.GetRequiredService<AccountsDb>(), provider.GetRequiredService<LedgerDb>(), policy));
    }
}
