namespace ServerlessTx.Cli;

/// <summary>What a script learns.</summary>
internal static class ExitCode
{
    public const int Holds = 0;
    public const int Broken = 1;
    public const int Unreadable = 2;

    public static int Of(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.Holds => Holds,
        VerificationOutcome.Broken => Broken,
        _ => Unreadable,
    };
}
