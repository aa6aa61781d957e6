namespace ServerlessTx.Explorer;

/// <summary>Hands the calls of whichever actor is running to its gates.</summary>
internal sealed class CallDesk
{
    public ActorHost Current { get; set; } = null!;

    public async Task<TAnswer> AskAsync<TAnswer>(Call<Purchase> call, Func<IPartitionStore, bool, Task<TAnswer>> work, string says = "")
        where TAnswer : class
    {
        var ask = new Request.Ask(
            new CallName(call.Branch, call.Phase), call.Attempt, call.Decision,
            async (store, isWilling) => await work(store, isWilling), $"{call.Key} {call.Reason} {says}");
        return await Current.WaitAsync(ask, Current.Clock.TakeTimeout()) switch
        {
            Response.Answer { Given: TAnswer answer } => answer,
            _ => throw new IOException("the connection broke"),
        };
    }
}
