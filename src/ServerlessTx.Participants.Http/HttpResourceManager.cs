namespace ServerlessTx.Participants.Http;

internal sealed class HttpResourceManager<TInput>(HttpParticipant service) : IResourceManager<TInput>
{
    private const string Operation = "two_phase_commit";

    public async Task<Vote> PrepareAsync(Call<TInput> call) => await service.AskAsync(Operation, call) switch
    {
        HttpAnswer.Refused refused => Vote.No(refused.Reason),
        var done => Vote.Prepared(done.Result),
    };

    public Task<Conclusion> CommitAsync(Call<TInput> call) => service.ConcludeAsync(Operation, call);

    public Task<Conclusion> AbortAsync(Call<TInput> call) => service.ConcludeAsync(Operation, call);
}
