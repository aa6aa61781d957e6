namespace ServerlessTx.LocalHost;

/// <summary>
/// A lock of the operating system on a file. The system releases it with the process, kill -9 included; the file stays and means nothing.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>The lock, or null while another process holds it.</summary>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failed) when (IsHeld(failed))
        {
            return null;
        }
    }

    /// <summary>Sharing and lock violations of Windows; EAGAIN of Linux and of macOS. A full disk, say, is something else.</summary>
    private static bool IsHeld(IOException failed) => (failed.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    public void Dispose() => _held.Dispose();
}
