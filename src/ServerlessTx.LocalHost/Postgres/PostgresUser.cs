using System.Runtime.InteropServices;

namespace ServerlessTx.LocalHost;

/// <summary>Who PostgreSQL runs as. It refuses root, so root lends it the rights of nobody.</summary>
internal static class PostgresUser
{
    private const int Nobody = 65534;

    private static readonly string[] AsNobody = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];

    private static bool IsRoot => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>The command as it must be run.</summary>
    public static string[] Command(params string[] command) => IsRoot ? [.. AsNobody, .. command] : command;

    /// <summary>Hands a folder, or a file, to whom PostgreSQL runs as.</summary>
    public static void Give(string path)
    {
        if (IsRoot && ChangeOwner(path, Nobody, Nobody) != 0)
            throw new CannotStartException($"{path} could not be handed to the user that PostgreSQL runs as: error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int user, int group);
}
