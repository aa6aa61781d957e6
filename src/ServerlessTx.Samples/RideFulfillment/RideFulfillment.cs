namespace ServerlessTx.Samples;

/// <summary>
/// The source's ride. There is no pivot, so that the rider can cancel until the ride's record ends. A driver who does not answer in time is
/// passed over for the next one.
/// </summary>
public static class RideFulfillment
{
    /// <summary>What a driver says who takes the ride, with <c>{"driver_id": …}</c>.</summary>
    public const string DriverAccepted = "driver_accepted";

    private const int Drivers = 3;

    public static Saga<RequestRide> Define(
        RiderService riders, DispatchService dispatch, RidePayments payments, TripService trips, CallPolicy? policy = null, TimeSpan? answerWithin = null) => Saga
        .For<RequestRide>("ride_fulfillment", version: 1, policy, deadline: TimeSpan.FromMinutes(30))
        .Step<RiderValidated>("rider_service", "validate_rider", riders.ValidateAsync)
        .Step<DriverOffered>("dispatch_service", "match_driver", dispatch.MatchAsync, undo: "cancel_driver_assignment", dispatch.CancelAsync)
        .Wait<DriverOffered>("dispatch_service", "await_driver", DriverAccepted, answerWithin ?? TimeSpan.FromMinutes(1), Drivers,
            escalate: "offer_to_next_driver", dispatch.OfferToNextAsync, undo: "withdraw_offer", dispatch.CancelAsync)
        .Step<FareCharged>("payment_service", "charge_payment", payments.ChargeAsync, undo: "refund_payment", payments.RefundAsync)
        .Step<RideStarted>("trip_service", "start_ride", trips.StartAsync, undo: "cancel_ride", trips.CancelAsync);
}

/// <summary>What a driver's answer says.</summary>
public sealed record DriverAnswer(string DriverId);
