namespace ServerlessTx.Participants.Http;

internal sealed class HttpTccParticipant<TInput>(HttpParticipant service) : ITccParticipant<TInput>
{
    private const string Operation = "tcc";

    public async Task<Reservation> TryAsync(Call<TInput> call) => await service.AskAsync(Operation, call) switch
    {
        HttpAnswer.Refused refused => Reservation.Refused(refused.Reason),
        var done => Reservation.Reserved(done.Result),
    };

    public Task<Conclusion> ConfirmAsync(Call<TInput> call) => service.ConcludeAsync(Operation, call);

    public Task<Conclusion> CancelAsync(Call<TInput> call) => service.ConcludeAsync(Operation, call);
}
