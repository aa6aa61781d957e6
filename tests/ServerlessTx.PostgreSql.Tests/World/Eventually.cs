namespace ServerlessTx.PostgreSql.Tests;

/// <summary>What somebody else does in the background, and nobody announces.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> ask, string what) => Assert.True(
        await Poll.UntilAsync(ask, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None), $"Not in half a minute: {what}");
}
