namespace ServerlessTx.Testing.Tests;

/// <summary>A participant of either vote that keeps its contract; those with a planted bug differ from it in one thing.</summary>
internal class HonestVoter(Shelf shelf) : ITccParticipant<Take>, IResourceManager<Take>
{
    protected const string Yes = "yes";
    protected const string No = "no";

    protected Shelf Shelf => shelf;

    public async Task<Reservation> TryAsync(Call<Take> call) => await HoldAsync(call) ? Reservation.Reserved() : Reservation.Refused("turned_back_before");

    public Task<Conclusion> ConfirmAsync(Call<Take> call) => MakeFinalAsync(call);

    public Task<Conclusion> CancelAsync(Call<Take> call) => ReleaseAsync(call);

    public async Task<Vote> PrepareAsync(Call<Take> call) => await HoldAsync(call) ? Vote.Prepared() : Vote.No("turned_back_before");

    public Task<Conclusion> CommitAsync(Call<Take> call) => MakeFinalAsync(call);

    public Task<Conclusion> AbortAsync(Call<Take> call) => ReleaseAsync(call);

    protected virtual Task<bool> HoldAsync(Call<Take> call) => Task.FromResult(Shelf.Once($"{RowOf(call)}/held", () => Outcome(call) is not No && Hold(call)));

    protected virtual Task<Conclusion> MakeFinalAsync(Call<Take> call) => Task.FromResult(Shelf.In(() =>
    {
        if (Outcome(call) is No)
            return Conclusion.Heuristic("it had been released");
        if (Shelf.Row($"{RowOf(call)}/held") is not true)
            return Conclusion.Heuristic("nothing was held");
        Shelf.Once($"{RowOf(call)}/outcome", () => Sell(call));
        return Conclusion.Done();
    }));

    protected virtual Task<Conclusion> ReleaseAsync(Call<Take> call) => Task.FromResult(Shelf.In(() =>
    {
        if (Outcome(call) is Yes)
            return Conclusion.Heuristic("it had been sold");
        Shelf.Once($"{RowOf(call)}/outcome", () => PutBack(call));
        return Conclusion.Done();
    }));

    protected static string RowOf(Call<Take> call) => $"{call.TransactionId}/{call.Branch}";

    protected string? Outcome(Call<Take> call) => (string?)Shelf.Row($"{RowOf(call)}/outcome");

    protected bool Hold(Call<Take> call)
    {
        Shelf.Available -= call.Input.Quantity;
        Shelf.Holds[RowOf(call)] = call.Input.Quantity;
        return true;
    }

    protected string Sell(Call<Take> call)
    {
        Shelf.Holds.Remove(RowOf(call));
        Shelf.Sold += call.Input.Quantity;
        return Yes;
    }

    protected string PutBack(Call<Take> call)
    {
        if (Shelf.Holds.Remove(RowOf(call), out var held))
            Shelf.Available += held;
        return No;
    }
}
