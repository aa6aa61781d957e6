using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Samples;

/// <summary>The same services by name, for ad hoc transactions and for what an operator concludes by hand.</summary>
internal static class SampleParticipants
{
    public static ServerlessTxBuilder AddSampleParticipants(this ServerlessTxBuilder tx) => tx
        .Add<OrderService>("order_service", OrderService.Partition, (participant, orders) => participant
            .Step<PlaceOrder, OrderCreated>("create_order", orders.CreateAsync, undo: "cancel_order", orders.CancelAsync))
        .Add<PaymentService>("payment_service", PaymentService.Partition, (participant, payments, provider) => participant
            .Step<PlaceOrder, PaymentCharged>("charge_payment", payments.ChargeAsync, undo: "refund_payment", payments.RefundAsync)
            .Tcc(provider.GetRequiredService<PaymentReservations>()))
        .Add<InventoryService>("inventory_service", InventoryService.Partition, (participant, inventory, provider) => participant
            .Step<PlaceOrder, InventoryReserved>("reserve_inventory", inventory.ReserveAsync, undo: "release_reservation", inventory.ReleaseAsync)
            .Tcc(provider.GetRequiredService<InventoryReservations>()))
        .Add<ShippingService>("shipping_service", ShippingService.Partition, (participant, shipping) => participant
            .Pivot<PlaceOrder, OrderShipped>("ship_order", shipping.ShipAsync))
        .Add<NotificationService>("notification_service", NotificationService.Partition, (participant, mail) => participant
            .Retriable<PlaceOrder>("send_confirmation", mail.ConfirmAsync))
        .Add<ProfileService>("user_service", ProfileService.Partition, (participant, profiles) => participant
            .Pivot<UpdateProfile, ProfileUpdated>("update_profile", profiles.UpdateAsync))
        .Add<RecommendationService>("recommendation_service", RecommendationService.Partition, (participant, recommendations) => participant
            .Retriable<UpdateProfile>("invalidate_cache", recommendations.FollowAsync))
        .Add<SearchService>("search_service", SearchService.Partition, (participant, search) => participant
            .Retriable<UpdateProfile>("reindex_user", search.FollowAsync))
        .Add<AnalyticsService>("analytics_service", AnalyticsService.Partition, (participant, analytics) => participant
            .Retriable<UpdateProfile>("update_user_dimensions", analytics.FollowAsync));

    public static ServerlessTxBuilder AddTransferParticipants(this ServerlessTxBuilder tx) => tx
        .Add<AccountsDb>(Transfer.Accounts, Transfer.Accounts, (participant, accounts) => participant.TwoPhaseCommit(accounts))
        .Add<LedgerDb>(Transfer.Ledger, Transfer.Ledger, (participant, ledger) => participant.TwoPhaseCommit(ledger));

    private static ServerlessTxBuilder Add<TService>(
        this ServerlessTxBuilder tx, string name, string partition, Func<Participant, TService, Participant> describe) where TService : notnull =>
        tx.Add<TService>(name, partition, (participant, service, _) => describe(participant, service));

    private static ServerlessTxBuilder Add<TService>(
        this ServerlessTxBuilder tx, string name, string partition, Func<Participant, TService, IServiceProvider, Participant> describe)
        where TService : notnull => tx
        .AddParticipant(provider => describe(Participant.Named(name), provider.GetRequiredService<TService>(), provider))
        .AddBarrier(provider => new PartitionBarrier(name, provider.GetRequiredService<SampleStore>().Rows, partition));
}
