namespace ServerlessTx.AspNetCore;

/// <summary>A key and whom it names.</summary>
public sealed class ApiKey
{
    /// <summary>
    /// Who it is: recorded as the caller, and the scope of idempotency keys. Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 64.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>The secret, 16 characters or more.</summary>
    public string Key { get; set; } = "";

    /// <summary>What it may do; <see cref="ApiRole.Read"/> and <see cref="ApiRole.Start"/> when nothing is said.</summary>
    public IList<ApiRole> Roles { get; set; } = [];

    internal bool May(ApiRole role) => Roles.Count == 0 ? role is ApiRole.Read or ApiRole.Start : Roles.Contains(role);
}
