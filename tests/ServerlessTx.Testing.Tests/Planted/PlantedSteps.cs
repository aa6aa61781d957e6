namespace ServerlessTx.Testing.Tests;

/// <summary>Steps of a saga, each with one bug that somebody has had.</summary>
internal static class PlantedSteps
{
    public static readonly Dictionary<string, Func<Shelf, HonestStep>> All = new()
    {
        ["honest"] = shelf => new HonestStep(shelf),
        ["does it again (duplicate activity)"] = shelf => new DoesItAgain(shelf),
        ["answers anew"] = shelf => new AnswersAnew(shelf),
        ["remembers in memory"] = shelf => new RemembersInMemory(shelf),
        ["looks, then writes"] = shelf => new LooksThenWrites(shelf),
        ["writes the row first"] = shelf => new WritesTheRowFirst(shelf),
        ["writes the row last"] = shelf => new WritesTheRowLast(shelf),
        ["swallows the error of its compensation"] = shelf => new SwallowsTheError(shelf),
        ["takes back twice"] = shelf => new TakesBackTwice(shelf),
        ["needs the result"] = shelf => new NeedsTheResult(shelf),
        ["cannot undo nothing"] = shelf => new CannotUndoNothing(shelf),
        ["takes back what was never done"] = shelf => new TakesBackBlindly(shelf),
        ["leaves no mark"] = shelf => new LeavesNoMark(shelf),
        ["keyed by transaction"] = shelf => new Keyed(shelf, call => call.TransactionId),
        ["keyed by branch"] = shelf => new Keyed(shelf, call => call.Branch),
        ["keyed by attempt"] = shelf => new Keyed(shelf, call => $"{call.TransactionId}/{call.Branch}/{call.Attempt}"),
        ["a refusal leaves a trace"] = shelf => new RefusesLate(shelf),
        ["undoes before its row"] = shelf => new UndoesBeforeItsRow(shelf),
    };

    private sealed class DoesItAgain(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<StepAnswer<Taken>> TakeAsync(Call<Take> call) => Task.FromResult(Shelf.In(() => Work(call)));
    }

    private sealed class AnswersAnew(Shelf shelf) : HonestStep(shelf)
    {
        public override async Task<StepAnswer<Taken>> TakeAsync(Call<Take> call) => await base.TakeAsync(call) is StepAnswer<Taken>.Done done
            ? done.Result with { Number = call.Attempt }
            : Refusal.Because("turned_back_before");
    }

    private sealed class RemembersInMemory(Shelf shelf) : HonestStep(shelf)
    {
        private readonly Dictionary<string, StepAnswer<Taken>> _answers = [];

        public override Task<StepAnswer<Taken>> TakeAsync(Call<Take> call) => Task.FromResult(Shelf.In(() =>
            _answers.TryGetValue(call.Key, out var known) ? known : _answers[call.Key] = Work(call)));
    }

    private sealed class LooksThenWrites(Shelf shelf) : HonestStep(shelf)
    {
        public override async Task<StepAnswer<Taken>> TakeAsync(Call<Take> call)
        {
            if (Shelf.Row($"{RowOf(call)}/do") is StepAnswer<Taken> known)
                return known;
            await Task.Delay(1);
            return Shelf.In(() =>
            {
                var answer = Work(call);
                Shelf.Write($"{RowOf(call)}/do", answer);
                return answer;
            });
        }
    }

    private sealed class WritesTheRowFirst(Shelf shelf) : HonestStep(shelf)
    {
        public override async Task<StepAnswer<Taken>> TakeAsync(Call<Take> call)
        {
            var isFirst = Shelf.In(() => Shelf.Row($"{RowOf(call)}/do") is null);
            Shelf.Once<StepAnswer<Taken>>($"{RowOf(call)}/do", () => new Taken(call.Input.Quantity, 1));
            await Shelf.PointAsync();
            return isFirst ? Shelf.In(() => Work(call)) : (StepAnswer<Taken>)Shelf.Row($"{RowOf(call)}/do")!;
        }
    }

    /// <summary>The state is saved and its message is lost: two writes where there should be one.</summary>
    private sealed class WritesTheRowLast(Shelf shelf) : HonestStep(shelf)
    {
        private readonly SemaphoreSlim _alone = new(1);

        public override async Task<StepAnswer<Taken>> TakeAsync(Call<Take> call)
        {
            await _alone.WaitAsync();
            try
            {
                if (Shelf.Row($"{RowOf(call)}/do") is StepAnswer<Taken> known)
                    return known;
                var answer = Shelf.In(() => Work(call));
                await Shelf.PointAsync();
                Shelf.Write($"{RowOf(call)}/do", answer);
                return answer;
            }
            finally
            {
                _alone.Release();
            }
        }
    }

    private sealed class SwallowsTheError(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken)
        {
            try
            {
                throw new TimeoutException("the warehouse does not answer");
            }
            catch (TimeoutException)
            {
                return Task.FromResult(Conclusion.Done());
            }
        }
    }

    private sealed class TakesBackTwice(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Task.FromResult(Shelf.In(() =>
        {
            Shelf.Write($"{RowOf(call)}/undo", Conclusion.Done());
            if (Shelf.Row($"{RowOf(call)}/do") is StepAnswer<Taken>.Done done)
                Shelf.Available += done.Result.Quantity;
            return Conclusion.Done();
        }));
    }

    private sealed class NeedsTheResult(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Task.FromResult(Shelf.Once($"{RowOf(call)}/undo", () =>
        {
            Shelf.Available += taken?.Quantity ?? 0;
            return Conclusion.Done();
        }));
    }

    private sealed class CannotUndoNothing(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Shelf.Row($"{RowOf(call)}/do") is null
            ? throw new KeyNotFoundException("there is no such order")
            : base.PutBackAsync(call, taken);
    }

    private sealed class TakesBackBlindly(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Task.FromResult(Shelf.Once($"{RowOf(call)}/undo", () =>
        {
            Shelf.Available += call.Input.Quantity;
            return Conclusion.Done();
        }));
    }

    private sealed class LeavesNoMark(Shelf shelf) : HonestStep(shelf)
    {
        public override Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken) => Shelf.Row($"{RowOf(call)}/do") is null
            ? Task.FromResult(Conclusion.Done())
            : base.PutBackAsync(call, taken);
    }

    private sealed class Keyed(Shelf shelf, Func<Call<Take>, string> key) : HonestStep(shelf)
    {
        protected override string RowOf(Call<Take> call) => key(call);
    }

    private sealed class RefusesLate(Shelf shelf) : HonestStep(shelf)
    {
        protected override StepAnswer<Taken> Work(Call<Take> call)
        {
            Shelf.Available -= call.Input.Quantity;
            return Shelf.Available < 50 ? Refusal.Because("too_many") : new Taken(call.Input.Quantity, 1);
        }
    }

    private sealed class UndoesBeforeItsRow(Shelf shelf) : HonestStep(shelf)
    {
        public override async Task<Conclusion> PutBackAsync(Call<Take> call, Taken? taken)
        {
            if (Shelf.Row($"{RowOf(call)}/undo") is null && Shelf.Row($"{RowOf(call)}/do") is StepAnswer<Taken>.Done done)
                Shelf.In(() => Shelf.Available += done.Result.Quantity);
            await Shelf.PointAsync();
            return Shelf.Once($"{RowOf(call)}/undo", () => Conclusion.Done());
        }
    }
}
