namespace ServerlessTx;

/// <summary>Modes as they are written.</summary>
internal static class ModeWords
{
    public static string Word(this Mode mode) => mode switch
    {
        Mode.Strict => "strict",
        Mode.Degraded => "degraded",
        _ => "failing_back",
    };
}
