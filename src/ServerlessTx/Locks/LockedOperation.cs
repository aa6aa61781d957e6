using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What came of an operation under a lock.</summary>
/// <typeparam name="T">What the operation returns.</typeparam>
public sealed record LockedOperation<T>
{
    private LockedOperation(string resource, LockLease? lease, T? result, bool outlived) =>
        (Resource, Lease, Result, OutlivedItsLease) = (resource, lease, result, outlived);

    /// <summary>What was locked.</summary>
    public string Resource { get; }

    /// <summary>The lease under which it ran; nothing when the lock could not be had, and the operation did not run.</summary>
    public LockLease? Lease { get; }

    /// <summary>What the operation returned.</summary>
    public T? Result { get; }

    /// <summary>
    /// Somebody else had the lock before it was released: what the operation wrote behind that, the resource has refused if it checks tokens,
    /// and has mixed up with the other's if it does not.
    /// </summary>
    public bool OutlivedItsLease { get; }

    /// <summary>The document: <c>status</c>, and <c>result</c> with <c>evidence</c>, or <c>reason</c>.</summary>
    public JsonObject ToDocument() => Lease is null
        ? new() { ["status"] = "failed", ["reason"] = "lock_acquisition_failed", ["resource"] = Resource }
        : new()
        {
            ["status"] = "success",
            ["result"] = JsonSerializer.SerializeToNode(Result, WireJson.Faithful),
            ["evidence"] = new JsonObject
            {
                ["lock_acquired"] = true,
                ["lock_token"] = Lease.Token,
                ["lock_holder"] = Lease.Owner,
                ["resource"] = Resource,
                ["outlived_its_lease"] = OutlivedItsLease,
            },
        };

    internal static LockedOperation<T> NotAcquired(string resource) => new(resource, null, default, outlived: false);

    internal static LockedOperation<T> Ran(LockLease lease, T result, bool released) => new(lease.Resource, lease, result, !released);
}
