namespace ServerlessTx.Specifications;

/// <summary>Votes whose participants are always of one mind.</summary>
internal static class Votes
{
    public static Workflow TwoPhaseCommit(int participants)
    {
        var vote = ServerlessTx.TwoPhaseCommit.For<Order>("vote", 1);
        for (var i = 0; i < participants; i++)
            vote = vote.Participant($"db_{i}", new Agreeable());
        return vote;
    }

    private sealed class Agreeable : IResourceManager<Order>
    {
        public Task<Vote> PrepareAsync(Call<Order> call) => Task.FromResult(Vote.Prepared());

        public Task<Conclusion> CommitAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());

        public Task<Conclusion> AbortAsync(Call<Order> call) => Task.FromResult(Conclusion.Done());
    }
}
