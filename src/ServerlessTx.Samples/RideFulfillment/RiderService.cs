namespace ServerlessTx.Samples;

public sealed record RiderValidated(string RiderId);

/// <summary>Knows riders. Looking leaves nothing to undo.</summary>
public sealed class RiderService
{
    public Task<StepAnswer<RiderValidated>> ValidateAsync(Call<RequestRide> call) => Task.FromResult<StepAnswer<RiderValidated>>(
        call.Input.RiderId == "nobody" ? Refusal.Because("rider_unknown") : new RiderValidated(call.Input.RiderId));
}
