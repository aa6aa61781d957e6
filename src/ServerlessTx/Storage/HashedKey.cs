using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx;

/// <summary>What others chose as part of a row's key: hashed, since a key holds neither any character nor any length.</summary>
internal static class HashedKey
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
