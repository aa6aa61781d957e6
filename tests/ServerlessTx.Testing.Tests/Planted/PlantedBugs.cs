namespace ServerlessTx.Testing.Tests;

/// <summary>Each planted bug is found, at the promise that it breaks, and the message says what is wrong.</summary>
public sealed class PlantedBugs
{
    private static readonly Take Some = new(3);
    private static readonly Take TooMany = new(99);

    [Theory]
    [InlineData("does it again (duplicate activity)", "A repeated first call does its work once", "it did its work again when the call came again")]
    [InlineData("answers anew", "A repeated first call does its work once", "got another answer than the first")]
    [InlineData("keyed by attempt", "A repeated first call does its work once", "it did its work again when the call came again")]
    [InlineData("remembers in memory", "A first call that comes again behind a restart", "it did its work again behind a restart")]
    [InlineData("looks, then writes", "The same first call twice at once", "did its work more or less than once")]
    [InlineData("writes the row first", "A process that vanishes in the middle of a first call", "its work was not done exactly once")]
    [InlineData("writes the row last", "A process that vanishes in the middle of a first call", "its work was not done exactly once")]
    [InlineData("swallows the error of its compensation", "What was done is taken back, once", "it says that it took its work back, and has not")]
    [InlineData("takes back twice", "What was done is taken back, once", "taking back twice took back more than was done")]
    [InlineData("needs the result", "What was done is taken back though its answer is unknown", "its work was not taken back")]
    [InlineData("cannot undo nothing", "Taking back what was never done", "nothing had been done, and it threw KeyNotFoundException: there is no such order")]
    [InlineData("takes back what was never done", "Taking back what was never done", "it took back what it had never done")]
    [InlineData("leaves no mark", "A first call that comes behind its own taking back", "did its work, which nobody will ever take back")]
    [InlineData("undoes before its row", "A process that vanishes while it takes back", "the work is not taken back exactly once")]
    [InlineData("keyed by transaction", "Transactions and branches are kept apart", "taking back another transaction's or branch's work changed what this one had done")]
    [InlineData("keyed by branch", "Transactions and branches are kept apart", "taking back another transaction's or branch's work changed what this one had done")]
    [InlineData("a refusal leaves a trace", "A refusal keeps nothing and stays a refusal", "something of what it tried remains")]
    public Task A_bug_of_a_step_is_found(string bug, string promise, string fault) => FoundAsync(Step(bug), promise, fault);

    [Theory]
    [InlineData("locks again when the message comes again", "A repeated first call does its work once", "it did its work again when the call came again")]
    [InlineData("cancels nothing because the try failed behind its effect", "A process that vanishes in the middle of a first call", "its work was not done exactly once")]
    [InlineData("expires by its own clock", "What was promised is kept until the decision", "it had promised to wait")]
    [InlineData("confirms what was not promised", "Nothing is made final that was not promised", "nothing had been promised, and it answered done")]
    [InlineData("confirms behind a cancel", "What was taken back is not made final", "it had been taken back, and it answered done")]
    [InlineData("cancels behind a confirm", "What was made final is not taken back", "it had been made final, and was taken back all the same")]
    [InlineData("confirms twice", "What was promised is made final, once", "told again, it did it again")]
    [InlineData("cannot be told twice", "What was promised is made final, once", "told again, it threw InvalidOperationException: the order is complete")]
    [InlineData("sells before its row", "A process that vanishes while it makes final", "the effect is not made exactly once")]
    [InlineData("holds behind a cancel", "A first call that comes behind its own taking back", "did its work, which nobody will ever take back")]
    public async Task A_bug_of_a_voter_is_found(string bug, string promise, string fault)
    {
        await FoundAsync(Tcc(bug), promise, fault);
        await FoundAsync(TwoPhaseCommit(bug), promise, fault);
    }

    [Fact]
    public async Task Nothing_is_found_where_nothing_is_planted()
    {
        await Step("honest").CheckAsync();
        await Tcc("honest").CheckAsync();
        await TwoPhaseCommit("honest").CheckAsync();
    }

    [Fact]
    public async Task A_message_says_what_is_wrong_how_to_mend_it_and_what_happened()
    {
        var broken = await Assert.ThrowsAsync<ContractBrokenException>(Step("takes back twice").CheckAsync);
        Assert.Equal(
            """
            It does not hold: What was done is taken back, once.

            What is wrong: taking back twice took back more than was done
              it should be  available=100 held=0 sold=0
              it is         available=103 held=0 sold=0
            How to mend it: take back what the row says was done, and answer a repetition from it: keep one row a transaction and branch, with an answer for each phase, in the same transaction as the work; look there first (Barrier does that)

            What happened:
               1  effects: available=100 held=0 sold=0
               2  action: done {"quantity":3,"number":1}
               3  undo: done
               4  effects: available=100 held=0 sold=0
               5  the process is restarted
               6  undo: done
               7  effects: available=103 held=0 sold=0
            """, broken.Message);
    }

    private static async Task FoundAsync(ParticipantContract contract, string promise, string fault)
    {
        var broken = await Assert.ThrowsAsync<ContractBrokenException>(contract.CheckAsync);
        Assert.StartsWith(promise, broken.Promise, StringComparison.Ordinal);
        Assert.Contains(fault, broken.Message, StringComparison.Ordinal);
    }

    private static SagaStepContract<Take, Taken> Step(string bug) => new()
    {
        Input = Some,
        RefusedInput = TooMany,
        World = World(shelf =>
        {
            var step = PlantedSteps.All[bug](shelf);
            return new SagaStep<Take, Taken>(step.TakeAsync, step.PutBackAsync);
        }),
    };

    private static TccContract<Take> Tcc(string bug) => new() { Input = Some, World = World<ITccParticipant<Take>>(PlantedVoters.All[bug]) };

    private static TwoPhaseCommitContract<Take> TwoPhaseCommit(string bug) => new() { Input = Some, World = World<IResourceManager<Take>>(PlantedVoters.All[bug]) };

    private static Func<CrashPoints, Task<ParticipantWorld<T>>> World<T>(Func<Shelf, T> start) => points =>
    {
        var shelf = new Shelf(points);
        return Task.FromResult(new ParticipantWorld<T> { Start = () => start(shelf), Effects = () => Task.FromResult(shelf.Effects) });
    };
}
