using Microsoft.DurableTask.Client;

namespace ServerlessTx.Functions;

/// <summary>
/// The Durable client of the function that is running: the worker hands one to each invocation that asks for it, and to nobody else. It
/// flows with the invocation, also into the fast path that the invocation leaves behind.
/// </summary>
public class DurableClients
{
    private readonly AsyncLocal<DurableTaskClient?> _current = new();

    /// <summary>The client, or nothing outside of a function that has one; recovery's next round then starts what could not be started.</summary>
    public virtual DurableTaskClient? Current => _current.Value;

    /// <summary>Makes it the client of what is called from here on.</summary>
    public void Use(DurableTaskClient client) => _current.Value = client;
}
