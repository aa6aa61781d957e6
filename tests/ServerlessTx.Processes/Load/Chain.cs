using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx.Processes;

/// <summary>The chain of an evidence document, checked as a stranger would: from the document's bytes and SHA-256 alone.</summary>
internal static class Chain
{
    /// <summary>The records of a chain that holds.</summary>
    /// <exception cref="InvalidDataException">Says what is broken.</exception>
    public static IReadOnlyList<JsonElement> Records(JsonElement document)
    {
        var records = new List<JsonElement>();
        var previous = new byte[SHA256.HashSizeInBytes];
        foreach (var append in document.GetProperty("chain").EnumerateArray())
        {
            var stored = Base64Url.DecodeFromChars(append.GetProperty("payload").GetString());
            Require(append.GetProperty("version").GetInt64() == records.Count + 1, "a version is missing");
            Require(append.GetProperty("previous_hash").GetString() == Convert.ToHexStringLower(previous), "an append does not follow the one before");
            previous = SHA256.HashData([.. previous, .. stored]);
            Require(append.GetProperty("hash").GetString() == Convert.ToHexStringLower(previous), "an append is not what was hashed");
            var here = JsonElement.Parse(stored).EnumerateArray().ToList();
            Require(append.GetProperty("count").GetInt32() == here.Count, "an append holds another number of records than it says");
            records.AddRange(here);
        }

        var head = document.GetProperty("head");
        Require(head.GetProperty("version").GetInt64() == records.Count && head.GetProperty("hash").GetString() == Convert.ToHexStringLower(previous), "the head is another");
        return records;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException(otherwise);
    }
}
