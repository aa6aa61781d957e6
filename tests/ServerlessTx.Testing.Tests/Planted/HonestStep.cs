namespace ServerlessTx.Testing.Tests;

/// <summary>A step that keeps its contract; those with a planted bug differ from it in one thing.</summary>
internal class HonestStep(Shelf shelf)
{
    private const int MostAtOnce = 50;

    protected Shelf Shelf => shelf;

    public virtual Task<StepAnswer<Taken>> TakeAsync(Call<Take> call) => Task.FromResult(shelf.Once<StepAnswer<Taken>>($"{RowOf(call)}/do", () =>
        shelf.Row($"{RowOf(call)}/undo") is not null ? Refusal.Because("turned_back_before") : Work(call)));

    public virtual Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Task.FromResult(shelf.Once($"{RowOf(call)}/undo", () =>
    {
        if (shelf.Row($"{RowOf(call)}/do") is StepAnswer<Taken>.Done done)
            shelf.Available += done.Result.Quantity;
        return Conclusion.Done();
    }));

    protected virtual string RowOf(Call<Take> call) => $"{call.TransactionId}/{call.Branch}";

    protected virtual StepAnswer<Taken> Work(Call<Take> call)
    {
        if (call.Input.Quantity > MostAtOnce)
            return Refusal.Because("too_many");
        shelf.Available -= call.Input.Quantity;
        return new Taken(call.Input.Quantity, Number: 1);
    }
}
