namespace ServerlessTx.Testing.Tests;

/// <summary>Participants of votes, each with one bug that somebody has had.</summary>
internal static class PlantedVoters
{
    public static readonly Dictionary<string, Func<Shelf, HonestVoter>> All = new()
    {
        ["honest"] = shelf => new HonestVoter(shelf),
        ["locks again when the message comes again"] = shelf => new LocksAgain(shelf),
        ["cancels nothing because the try failed behind its effect"] = shelf => new FailsBehindItsEffect(shelf),
        ["expires by its own clock"] = shelf => new ExpiresByItsOwnClock(shelf),
        ["confirms what was not promised"] = shelf => new ConfirmsWhatWasNotPromised(shelf),
        ["confirms behind a cancel"] = shelf => new ConfirmsBehindACancel(shelf),
        ["cancels behind a confirm"] = shelf => new CancelsBehindAConfirm(shelf),
        ["confirms twice"] = shelf => new ConfirmsTwice(shelf),
        ["cannot be told twice"] = shelf => new CannotBeToldTwice(shelf),
        ["sells before its row"] = shelf => new SellsBeforeItsRow(shelf),
        ["holds behind a cancel"] = shelf => new HoldsBehindACancel(shelf),
    };

    private sealed class LocksAgain(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<bool> HoldAsync(Call<Take> call) => Task.FromResult(Shelf.In(() => Outcome(call) is not No && (Shelf.Once($"{RowOf(call)}/held", () => true) && Hold(call))));
    }

    private sealed class FailsBehindItsEffect(Shelf shelf) : HonestVoter(shelf)
    {
        private readonly SemaphoreSlim _alone = new(1);

        protected override async Task<bool> HoldAsync(Call<Take> call)
        {
            await _alone.WaitAsync();
            try
            {
                if (Shelf.Row($"{RowOf(call)}/held") is bool held)
                    return held;
                var answer = Outcome(call) is not No && Shelf.In(() => Hold(call));
                await Shelf.PointAsync();
                Shelf.Write($"{RowOf(call)}/held", answer);
                return answer;
            }
            finally
            {
                _alone.Release();
            }
        }

        protected override Task<Conclusion> ReleaseAsync(Call<Take> call)
        {
            if (Shelf.Row($"{RowOf(call)}/held") is true)
                return base.ReleaseAsync(call);
            Shelf.Write($"{RowOf(call)}/outcome", No);
            return Task.FromResult(Conclusion.Done());
        }
    }

    private sealed class ExpiresByItsOwnClock(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> MakeFinalAsync(Call<Take> call) => DateTimeOffset.UtcNow > call.Deadline
            ? Task.FromResult(Conclusion.Heuristic("the reservation had expired"))
            : base.MakeFinalAsync(call);
    }

    private sealed class ConfirmsWhatWasNotPromised(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> MakeFinalAsync(Call<Take> call) => Shelf.Row($"{RowOf(call)}/held") is null
            ? Task.FromResult(Conclusion.Done())
            : base.MakeFinalAsync(call);
    }

    private sealed class ConfirmsBehindACancel(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> MakeFinalAsync(Call<Take> call) => Outcome(call) is No && Shelf.Row($"{RowOf(call)}/held") is true
            ? Task.FromResult(Conclusion.Done())
            : base.MakeFinalAsync(call);
    }

    private sealed class CancelsBehindAConfirm(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> ReleaseAsync(Call<Take> call) => Outcome(call) is Yes
            ? Task.FromResult(Shelf.In(() =>
            {
                Shelf.Sold -= call.Input.Quantity;
                Shelf.Available += call.Input.Quantity;
                return Conclusion.Heuristic("it had been sold");
            }))
            : base.ReleaseAsync(call);
    }

    private sealed class ConfirmsTwice(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> MakeFinalAsync(Call<Take> call) => Shelf.Row($"{RowOf(call)}/held") is true && Outcome(call) is not No
            ? Task.FromResult(Shelf.In(() =>
            {
                Shelf.Write($"{RowOf(call)}/outcome", Sell(call));
                return Conclusion.Done();
            }))
            : base.MakeFinalAsync(call);
    }

    /// <summary>What comes after completion crashes.</summary>
    private sealed class CannotBeToldTwice(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<Conclusion> MakeFinalAsync(Call<Take> call) => Outcome(call) is Yes
            ? throw new InvalidOperationException("the order is complete")
            : base.MakeFinalAsync(call);
    }

    private sealed class SellsBeforeItsRow(Shelf shelf) : HonestVoter(shelf)
    {
        private readonly SemaphoreSlim _alone = new(1);

        protected override async Task<Conclusion> MakeFinalAsync(Call<Take> call)
        {
            await _alone.WaitAsync();
            try
            {
                if (Outcome(call) is not null || Shelf.Row($"{RowOf(call)}/held") is not true)
                    return await base.MakeFinalAsync(call);
                Shelf.In(() => Sell(call));
                await Shelf.PointAsync();
                Shelf.Write($"{RowOf(call)}/outcome", Yes);
                return Conclusion.Done();
            }
            finally
            {
                _alone.Release();
            }
        }
    }

    private sealed class HoldsBehindACancel(Shelf shelf) : HonestVoter(shelf)
    {
        protected override Task<bool> HoldAsync(Call<Take> call) => Task.FromResult(Shelf.Once($"{RowOf(call)}/held", () => Hold(call)));
    }
}
