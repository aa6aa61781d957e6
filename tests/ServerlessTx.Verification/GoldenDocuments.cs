using System.Runtime.CompilerServices;

namespace ServerlessTx.Verification;

/// <summary>
/// Documents of groups and histories of locks as older versions served them. They are never changed: this code, and all that comes, must find nothing
/// wrong with them.
/// </summary>
public sealed class GoldenDocuments
{
    private static readonly Dictionary<string, Func<byte[]>> OfThisVersion = new()
    {
        ["Locks/Golden/locks-1.json"] = LockHistories.Short,
        ["Modes/Golden/modes-1.json"] = () => ModeStream.Honest().Document(),
    };

    public static TheoryData<string> Files =>
    [
        .. OfThisVersion.Keys
            .SelectMany(file => Directory.GetFiles(Path.GetDirectoryName(At(file))!, "*.json"))
            .Select(file => Path.GetRelativePath(At(""), file)),
    ];

    public static TheoryData<string> FilesOfThisVersion => [.. OfThisVersion.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_document_of_an_older_version_holds(string file) =>
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(File.ReadAllBytes(At(file))).Outcome);

    /// <summary>Writes the file of this version where there is none: <c>UPDATE_EVIDENCE=1</c>.</summary>
    [Theory]
    [MemberData(nameof(FilesOfThisVersion))]
    public void This_version_has_its_file(string file)
    {
        if (!File.Exists(At(file)) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
            File.WriteAllBytes(At(file), OfThisVersion[file]());
        Assert.True(File.Exists(At(file)));
    }

    private static string At(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
