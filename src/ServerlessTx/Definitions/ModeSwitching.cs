namespace ServerlessTx;

/// <summary>Who switches a group's mode.</summary>
public enum ModeSwitching
{
    /// <summary>The detector, and an operator.</summary>
    Automatic,

    /// <summary>An operator alone.</summary>
    ByOperator,

    /// <summary>Nobody: the strict form runs, or nothing does.</summary>
    Off,
}
