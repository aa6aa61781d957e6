using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>What came of an operation under a lock.</summary>
/// <typeparam name="T">What the operation returns.</typeparam>
public sealed record LockedOperation<T>
{
    private LockedOperation(string resource, IReadOnlyList<LockLease> leases, T? result, bool outlived) =>
        (Resource, Leases, Result, OutlivedItsLease) = (resource, leases, result, outlived);

    /// <summary>What was locked, the first where several were; or what could not be had.</summary>
    public string Resource { get; }

    /// <summary>The leases under which it ran, in the ordinal order of their resources; none when the operation did not run.</summary>
    public IReadOnlyList<LockLease> Leases { get; }

    /// <summary>The first of them; nothing when a lock could not be had, and the operation did not run.</summary>
    public LockLease? Lease => Leases is [var first, ..] ? first : null;

    /// <summary>What the operation returned.</summary>
    public T? Result { get; }

    /// <summary>
    /// Somebody else had the lock before it was released: what the operation wrote behind that, the resource has refused if it checks tokens,
    /// and has mixed up with the other's if it does not.
    /// </summary>
    public bool OutlivedItsLease { get; }

    /// <summary>
    /// The document: <c>status</c>, and <c>result</c> with <c>evidence</c>, or <c>reason</c>. Where several were locked, <c>locks</c> has the
    /// token, the holder and the resource of each.
    /// </summary>
    public JsonObject ToDocument() => Leases is []
        ? new() { ["status"] = "failed", ["reason"] = "lock_acquisition_failed", ["resource"] = Resource }
        : new() { ["status"] = "success", ["result"] = JsonSerializer.SerializeToNode(Result, WireJson.Faithful), ["evidence"] = Evidence() };

    internal static LockedOperation<T> NotAcquired(string resource) => new(resource, [], default, outlived: false);

    internal static LockedOperation<T> Ran(IReadOnlyList<LockLease> leases, T result, bool released) => new(leases[0].Resource, leases, result, !released);

    private JsonObject Evidence()
    {
        var evidence = new JsonObject { ["lock_acquired"] = true };
        if (Leases is [var only])
            Describe(evidence, only);
        else
            evidence["locks"] = new JsonArray([.. Leases.Select(lease => Describe([], lease))]);
        evidence["outlived_its_lease"] = OutlivedItsLease;
        return evidence;
    }

    private static JsonObject Describe(JsonObject into, LockLease lease)
    {
        (into["lock_token"], into["lock_holder"], into["resource"]) = (lease.Token, lease.Owner, lease.Resource);
        return into;
    }
}
