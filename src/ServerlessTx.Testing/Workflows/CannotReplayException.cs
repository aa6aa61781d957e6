namespace ServerlessTx.Testing;

/// <summary>A transaction that is open somewhere could not go on with the definitions of today.</summary>
public sealed class CannotReplayException : Exception
{
    internal CannotReplayException(Definition pinned, string why)
        : base($"""
            A transaction of '{pinned.Name}' version {pinned.Version} would not go on: {why}.
            How to mend it: keep the definition that it began with registered until its transactions have ended, and give the changed one a higher version.
            """)
    {
    }
}
