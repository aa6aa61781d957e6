using System.Runtime.CompilerServices;

namespace ServerlessTx.Verification;

/// <summary>Histories of locks as older versions served them. They are never changed: this code, and all that comes, must find nothing wrong with them.</summary>
public sealed class GoldenLocks
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_history_of_an_older_version_holds(string file) =>
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(File.ReadAllBytes(Path.Combine(Folder(), file))).Outcome);

    /// <summary>Writes the file of this version where there is none: <c>UPDATE_EVIDENCE=1</c>.</summary>
    [Fact]
    public void This_version_has_its_file()
    {
        var file = Path.Combine(Folder(), "locks-1.json");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("UPDATE_EVIDENCE") == "1")
            File.WriteAllBytes(file, LockHistories.Short());
        Assert.True(File.Exists(file));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
