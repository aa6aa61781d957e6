namespace ServerlessTx.Verification;

/// <summary>Every way that is known here to break a rule of records.</summary>
internal static class Forgeries
{
    public static IReadOnlyList<Forgery> All { get; } = [.. ForgedBegins.All, .. ForgedCalls.All, .. ForgedDecisions.All, .. ForgedWaits.All, .. ForgedChildren.All];

    private static readonly Dictionary<string, Forgery> Named = All.ToDictionary(forgery => forgery.ToString());

    public static Forgery Of(string name) => Named[name];
}
