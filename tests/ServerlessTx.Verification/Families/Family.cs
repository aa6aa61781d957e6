using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>A parent, its child, and where its records speak of it.</summary>
internal static class Family
{
    public const string Parent = "fe62d6847f00-00-00000000000000000000";
    public const string Child = "fe62d6847f00-00-1402f0b04f2b47b55ac0";

    /// <summary>The same call's, in another shard.</summary>
    public const string Sister = "fe62d6847f00-01-1402f0b04f2b47b55ac0";

    public const string Stranger = "fe62d6847f00-00-1402f0b04f2b47b50000";

    public static string Zero { get; } = ChainHash.Zero.ToString();

    /// <summary>The end of the child, as its parent was told.</summary>
    public static string Head => Signal(new ForgedStream(Played.Of("parent whose child is undone")))["child"]!["head"]!["hash"]!.GetValue<string>();

    public static JsonObject Signal(ForgedStream stream) => stream.Records("signalled").Single();

    public static JsonObject Begun(ForgedStream stream) => stream.Answers("action").Single(answer => answer.Is("branch", "order_it"));

    public static JsonNode Undo(ForgedStream stream) => stream.Answers("undo").Single(answer => answer.Is("branch", "order_it"))["result"]!;

    public static void Stays(ForgedStream stream)
    {
        stream.Definition["branches"]!.AsArray().Single(branch => branch!["child"] is not null)!["child"]!["stays"] = true;
        stream.Pin();
    }

    /// <summary>The id that the child of its step has, whatever the parent's is.</summary>
    public static string ChildOf(string parent) =>
        $"{parent[..12]}-00-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent}/order_it/action")))[..20]}";
}
