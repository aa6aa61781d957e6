using System.Security.Claims;

namespace ServerlessTx.Http;

/// <summary>A user as an application's own authentication would leave one.</summary>
internal static class TestUser
{
    public static ClaimsPrincipal Named(string name) => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test"));
}
