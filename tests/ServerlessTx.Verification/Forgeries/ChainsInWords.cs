using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>What a stranger reads of a chain that was edited and not hashed anew, and of a head that is not its end.</summary>
public sealed class ChainsInWords
{
    private const string Scenario = "2pc of one";

    private const string NoAppend =
        """
        dense_versions, $.chain[1].version: version no number stands where version 2 belongs
        dense_versions, record 4, $.chain[2].version: version 4 stands where version 3 belongs
        payloads_are_records, $.chain[1].payload: its payload is missing or no base64url
        appends_are_linked, $.chain[1].previous_hash: its previous hash is not the hash of the append before it
        appends_are_linked, record 4, $.chain[2].previous_hash: its previous hash is not the hash of the append before it
        hashes_are_of_the_bytes, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
        """;

    /// <summary>What is done to a document, and all that is said of it.</summary>
    private static readonly Dictionary<string, (Action<JsonObject> Edit, string Says)> Cases = new()
    {
        ["a version that leaves a gap"] = (document => Append(document, 1)["version"] = 9,
            """
            dense_versions, record 9, $.chain[1].version: version 9 stands where version 2 belongs
            dense_versions, record 4, $.chain[2].version: version 4 stands where version 11 belongs
            """),
        ["a version that is no number"] = (document => Append(document, 1)["version"] = "2", "dense_versions, $.chain[1].version: version no number stands where version 2 belongs"),
        ["a count of more"] = (document => Append(document, 1)["count"] = 7,
            """
            dense_versions, record 4, $.chain[2].version: version 4 stands where version 9 belongs
            counts_are_true, record 2, $.chain[1].count: count says 7, the payload holds 2
            """),
        ["a count of less than nothing"] = (document => Append(document, 1)["count"] = -1,
            """
            dense_versions, record 4, $.chain[2].version: version 4 stands where version 3 belongs
            counts_are_true, record 2, $.chain[1].count: count says no number, the payload holds 2
            """),
        ["no count"] = (document => Append(document, 1).Remove("count"),
            """
            dense_versions, record 4, $.chain[2].version: version 4 stands where version 3 belongs
            counts_are_true, record 2, $.chain[1].count: count says no number, the payload holds 2
            """),
        ["a payload that is no base64url"] = (document => Append(document, 1)["payload"] = "W10=",
            """
            payloads_are_records, record 2, $.chain[1].payload: its payload is missing or no base64url
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload with white space"] = (document => Append(document, 1)["payload"] = "W1 0",
            """
            payloads_are_records, record 2, $.chain[1].payload: its payload is missing or no base64url
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload that is no array"] = (document => Append(document, 1)["payload"] = Payload("{}"),
            """
            payloads_are_records, record 2, $.chain[1].payload: its bytes are no array of records: An append holds a JSON array of records.
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload without records"] = (document => Append(document, 1)["payload"] = Payload("[]"),
            """
            payloads_are_records, record 2, $.chain[1].payload: it holds no record
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload of what is no record"] = (document => Append(document, 1)["payload"] = Payload("[7]"),
            """
            payloads_are_records, record 2, $.chain[1].payload: its bytes are no array of records: A record is a JSON object with a string 'type'.
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload that is no JSON"] = (document => Append(document, 1)["payload"] = Payload("[{"),
            """
            payloads_are_records, record 2, $.chain[1].payload: its bytes are no array of records: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 2.
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload with half a character"] = (document => Append(document, 1)["payload"] = Payload("[\"\\ud800\"]"),
            """
            payloads_are_records, record 2, $.chain[1].payload: its bytes are no JSON text: no UTF-8, or half a character in a string
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a payload that is a number"] = (document => Append(document, 1)["payload"] = 1234,
            """
            payloads_are_records, record 2, $.chain[1].payload: its payload is missing or no base64url
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["no payload"] = (document => Append(document, 1).Remove("payload"),
            """
            payloads_are_records, record 2, $.chain[1].payload: its payload is missing or no base64url
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a beginning that follows something"] = (document => Append(document, 0)["previous_hash"] = new string('1', 64),
            """
            appends_are_linked, record 1, $.chain[0].previous_hash: the first append does not begin with the hash of nothing
            hashes_are_of_the_bytes, record 1, $.chain[0].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["a link to something else"] = (document => Append(document, 1)["previous_hash"] = new string('1', 64),
            """
            appends_are_linked, record 2, $.chain[1].previous_hash: its previous hash is not the hash of the append before it
            hashes_are_of_the_bytes, record 2, $.chain[1].hash: its hash is not the SHA-256 of the previous hash and its bytes
            """),
        ["another hash"] = (document => Append(document, 2)["hash"] = new string('1', 64),
            """
            hashes_are_of_the_bytes, record 4, $.chain[2].hash: its hash is not the SHA-256 of the previous hash and its bytes
            head_is_the_end, $.head: it is not the end of the chain
            """),
        ["a hash in capitals"] = (document => Append(document, 2)["hash"] = Append(document, 2)["hash"]!.GetValue<string>().ToUpperInvariant(),
            """
            hashes_are_of_the_bytes, record 4, $.chain[2].hash: its hash is not the SHA-256 of the previous hash and its bytes
            head_is_the_end, $.head: it is not the end of the chain
            """),
        ["a hash that is none"] = (document => Append(document, 2)["hash"] = 7,
            """
            hashes_are_of_the_bytes, record 4, $.chain[2].hash: its hash is not the SHA-256 of the previous hash and its bytes
            head_is_the_end, $.head: it is not the end of the chain
            """),
        ["an append that is none"] = (document => document["chain"]!.AsArray()[1] = 7, NoAppend),
        ["an append that is an array"] = (document => document["chain"]!.AsArray()[1] = new JsonArray("version", 2), NoAppend),
        ["a member of an append that nobody knows"] = (document => Append(document, 1)["more"] = new JsonObject { ["deep"] = 1 }, "document_is_what_its_chain_yields, $.chain[1].more: it stands there, and the chain does not yield it"),
        ["no first append"] = (document => document["chain"]!.AsArray().RemoveAt(0),
            """
            dense_versions, record 2, $.chain[0].version: version 2 stands where version 1 belongs
            appends_are_linked, record 2, $.chain[0].previous_hash: the first append does not begin with the hash of nothing
            begins_with_the_begin, record 2, $.chain[0].payload: the first record is no begin record
            """),
        ["a head behind the end"] = (document => document["head"]!["version"] = 99,
            """
            head_is_the_end, $.head: it is not the end of the chain
            document_is_what_its_chain_yields, $.head.version: 99 stands there, the chain yields 5
            """),
        ["a head of another hash"] = (document => document["head"]!["hash"] = new string('1', 64),
            """
            head_is_the_end, $.head: it is not the end of the chain
            document_is_what_its_chain_yields, $.head.hash: "1111111111111111111111111111111111111111111111111111111111111111" stands there, the chain yields "3f1eaf6f1a6cc913bc21c08df8760ac7bc08f885e22966eb1083ef97b176e389"
            """),
        ["a head without a version"] = (document => document["head"]!.AsObject().Remove("version"),
            """
            head_is_the_end, $.head: it is no {version, hash}
            document_is_what_its_chain_yields, $.head.version: the chain yields it, and it is missing
            """),
        ["a head whose hash is none"] = (document => document["head"]!["hash"] = "end",
            """
            head_is_the_end, $.head: it is no {version, hash}
            document_is_what_its_chain_yields, $.head.hash: "end" stands there, the chain yields "3f1eaf6f1a6cc913bc21c08df8760ac7bc08f885e22966eb1083ef97b176e389"
            """),
        ["a head that is none"] = (document => document["head"] = 9,
            """
            head_is_the_end, $.head: it is no {version, hash}
            document_is_what_its_chain_yields, $.head: 9 stands there, the chain yields an object
            """),
        ["no head"] = (document => document.Remove("head"), "document_is_what_its_chain_yields, $.head: the chain yields it, and it is missing"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chain_that_was_edited_is_told_so_in_words_and_at_the_place(string name) => Edited.AssertSays(Scenario, Cases[name].Edit, Cases[name].Says);

    [Theory]
    [InlineData(5, "record 5: the head that was kept does not stand here: this is another history than the one it was taken from")]
    [InlineData(4, "record 4: the head that was kept does not stand here: this is another history than the one it was taken from")]
    [InlineData(6, "record 5: the chain ends here, but a head at version 6 was kept: records are missing")]
    public void A_head_that_was_kept_and_does_not_stand_there_is_told_in_words(long version, string says) => Assert.Equal(
        [$"kept_head_is_extended, {says}"], EvidenceVerifier.Verify(Played.Of(Scenario).Document, new StreamHead(version, ChainHash.Zero)).Breaches());

    private static JsonObject Append(JsonObject document, int index) => document["chain"]![index]!.AsObject();

    private static string Payload(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
