using System.Security.Cryptography;

namespace ServerlessTx;

internal static class RandomHex
{
    /// <summary>Lower-case hexadecimal digits of so many random bytes.</summary>
    public static string Hex(this RandomNumberGenerator random, int bytes)
    {
        var unique = new byte[bytes];
        random.GetBytes(unique);
        return Convert.ToHexStringLower(unique);
    }
}
