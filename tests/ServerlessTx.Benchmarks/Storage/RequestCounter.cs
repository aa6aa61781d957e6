using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessTx.Benchmarks;

/// <summary>Counts what goes out over HTTP, repetitions by the client included.</summary>
internal sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _requests);

    public void Reset() => Volatile.Write(ref _requests, 0);
}
