using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>What a stranger reads of a document that its chain does not bear out: the place, and what is wrong there.</summary>
public sealed class DocumentsInWords
{
    /// <summary>The document, what is done to it, and all that is said of it (nothing where it still holds).</summary>
    private static readonly Dictionary<string, (string Scenario, Action<JsonObject> Edit, string Says)> Cases = new()
    {
        ["a word for another"] = ("2pc of one", document => document["status"] = "aborted", "document_is_what_its_chain_yields, $.status: \"aborted\" stands there, the chain yields \"committed\""),
        ["a word for a number"] = ("2pc of one", document => document["status"] = 7, "document_is_what_its_chain_yields, $.status: 7 stands there, the chain yields \"committed\""),
        ["a word for nothing"] = ("2pc of one", document => document["status"] = null, "document_is_what_its_chain_yields, $.status: null stands there, the chain yields \"committed\""),
        ["a word for an object"] = ("2pc of one", document => document["status"] = new JsonObject { ["is"] = 1 }, "document_is_what_its_chain_yields, $.status: an object stands there, the chain yields \"committed\""),
        ["an object for an array"] = ("2pc of one", document => document["guarantees"] = new JsonArray(1),
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved atomicity is said to be '' and is 'Strong'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved consistency is said to be '' and is 'Strong'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved isolation is said to be '' and is 'Serializable'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved durability is said to be '' and is 'None'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved scope is said to be '' and is 'Multi-system'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved coordination is said to be '' and is 'Synchronous'
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: isolation rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees: an array stands there, the chain yields an object
            """),
        ["a word of eighty letters"] = ("2pc of one", document => document["status"] = new string('a', 78), "document_is_what_its_chain_yields, $.status: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" stands there, the chain yields \"committed\""),
        ["a word of more than eighty letters"] = ("2pc of one", document => document["status"] = new string('a', 79), "document_is_what_its_chain_yields, $.status: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa… stands there, the chain yields \"committed\""),
        ["a member more"] = ("2pc of one", document => document["approved"] = true, "document_is_what_its_chain_yields, $.approved: it stands there, and the chain does not yield it"),
        ["a member that says that it was erased"] = ("2pc of one", document => document["erased"] = true, "document_is_what_its_chain_yields, $.erased: it stands there, and the chain does not yield it"),
        ["a member less"] = ("2pc of one", document => document.Remove("status"), "document_is_what_its_chain_yields, $.status: the chain yields it, and it is missing"),
        ["two members less"] = ("2pc of one", document => { document["evidence_properties"]!["isolation"]!.AsObject().Remove("level"); document["evidence_properties"]!["isolation"]!.AsObject().Remove("mechanism"); },
            """
            document_is_what_its_chain_yields, $.evidence_properties.isolation.level: the chain yields it, and it is missing
            document_is_what_its_chain_yields, $.evidence_properties.isolation.mechanism: the chain yields it, and it is missing
            """),
        ["an array for a number"] = ("2pc of one", document => document["guarantees"]!["reported"] = 7,
            """
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: isolation rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees.reported: 7 stands there, the chain yields an array
            """),
        ["an item less"] = ("2pc of one", document => document["guarantees"]!["reported"]!.AsArray().RemoveAt(0),
            """
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees.reported[0]: "isolation" stands there, the chain yields "consistency"
            document_is_what_its_chain_yields, $.guarantees.reported: it has 1 items, the chain yields 2
            """),
        ["an item more"] = ("2pc of one", document => document["guarantees"]!["reported"]!.AsArray().Add("luck"), "document_is_what_its_chain_yields, $.guarantees.reported[2]: it stands there, and the chain does not yield it"),
        ["an item more that has members"] = ("2pc of one", document => document["guarantees"]!["reported"]!.AsArray().Add(new JsonObject { ["luck"] = 1, ["more"] = 2 }), "document_is_what_its_chain_yields, $.guarantees.reported[2]: it stands there, and the chain does not yield it"),
        ["all in another order"] = ("2pc of one", Sort, ""),

        ["an answer that is not shown"] = ("2pc with large votes", document => document["large_answers"]!.AsObject().Remove(document["large_answers"]!.AsObject().First().Key),
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved isolation is said to be 'not reported' and is 'Serializable'
            words_are_marked_as_words, $.guarantees.reported: isolation rests on the participants' word, and is not marked so
            large_answers_are_whole, $.large_answers.1fd608fa998d7e93485e3ce87b2f06f7330853be58d7b0b33865c3f18904fe8b: a record names this answer, and the document does not show it
            document_is_what_its_chain_yields, $.phases.prepare.participants_prepared[2].text: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.prepare.participants_prepared[2].numbers: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.commit.participants_committed[2].text: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.commit.participants_committed[2].numbers: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.evidence.isolation: "not_reported" stands there, the chain yields "locks_held_during_transaction"
            document_is_what_its_chain_yields, $.evidence_properties.isolation.level: "not_reported" stands there, the chain yields "serializable"
            document_is_what_its_chain_yields, $.evidence_properties.isolation.mechanism: "not_reported" stands there, the chain yields "locks_held_across_prepare_and_commit"
            document_is_what_its_chain_yields, $.guarantees.achieved.isolation: "not reported" stands there, the chain yields "Serializable"
            document_is_what_its_chain_yields, $.guarantees.reported[1]: "durability" stands there, the chain yields "isolation"
            document_is_what_its_chain_yields, $.guarantees.reported: it has 2 items, the chain yields 3
            document_is_what_its_chain_yields, $.large_answers.1fd608fa998d7e93485e3ce87b2f06f7330853be58d7b0b33865c3f18904fe8b: the chain yields it, and it is missing
            """),
        ["an answer that was changed"] = ("2pc with large votes", document => document["large_answers"]!.AsObject().First().Value!["text"] = "short",
            """
            large_answers_are_whole, $.large_answers.1fd608fa998d7e93485e3ce87b2f06f7330853be58d7b0b33865c3f18904fe8b: these are not the bytes whose SHA-256 the record holds
            document_is_what_its_chain_yields, $.phases.prepare.participants_prepared[2].text: "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü… stands there, the chain yields "short"
            document_is_what_its_chain_yields, $.phases.commit.participants_committed[2].text: "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü… stands there, the chain yields "short"
            """),
        ["answers that are none"] = ("2pc with large votes", document => document["large_answers"] = 7,
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved isolation is said to be 'not reported' and is 'Serializable'
            words_are_marked_as_words, $.guarantees.reported: isolation rests on the participants' word, and is not marked so
            large_answers_are_whole, $.large_answers.1fd608fa998d7e93485e3ce87b2f06f7330853be58d7b0b33865c3f18904fe8b: a record names this answer, and the document does not show it
            document_is_what_its_chain_yields, $.phases.prepare.participants_prepared[2].text: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.prepare.participants_prepared[2].numbers: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.commit.participants_committed[2].text: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.phases.commit.participants_committed[2].numbers: it stands there, and the chain does not yield it
            document_is_what_its_chain_yields, $.evidence.isolation: "not_reported" stands there, the chain yields "locks_held_during_transaction"
            document_is_what_its_chain_yields, $.evidence_properties.isolation.level: "not_reported" stands there, the chain yields "serializable"
            document_is_what_its_chain_yields, $.evidence_properties.isolation.mechanism: "not_reported" stands there, the chain yields "locks_held_across_prepare_and_commit"
            document_is_what_its_chain_yields, $.guarantees.achieved.isolation: "not reported" stands there, the chain yields "Serializable"
            document_is_what_its_chain_yields, $.guarantees.reported[1]: "durability" stands there, the chain yields "isolation"
            document_is_what_its_chain_yields, $.guarantees.reported: it has 2 items, the chain yields 3
            document_is_what_its_chain_yields, $.large_answers: 7 stands there, the chain yields an object
            """),

        ["more isolation"] = ("2pc of one", document => document["guarantees"]!["achieved"]!["isolation"] = "Absolute",
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved isolation is said to be 'Absolute' and is 'Serializable'
            document_is_what_its_chain_yields, $.guarantees.achieved.isolation: "Absolute" stands there, the chain yields "Serializable"
            """),
        ["no coordination"] = ("2pc of one", document => document["guarantees"]!["achieved"]!.AsObject().Remove("coordination"),
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved coordination is said to be '' and is 'Synchronous'
            document_is_what_its_chain_yields, $.guarantees.achieved.coordination: the chain yields it, and it is missing
            """),
        ["more durability than memory has"] = ("2pc of one", document => document["guarantees"]!["achieved"]!["durability"] = "Strong",
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved durability is said to be 'Strong' and is 'None'
            document_is_what_its_chain_yields, $.guarantees.achieved.durability: "Strong" stands there, the chain yields "None"
            """),
        ["words that are not marked"] = ("2pc committed", document => document["guarantees"]!["reported"] = new JsonArray(),
            """
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: isolation rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: durability rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees.reported: it has 0 items, the chain yields 3
            """),
        ["words that are marked by no words"] = ("2pc committed", document => document["guarantees"]!["reported"] = new JsonArray(1, "isolation"),
            """
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: durability rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees.reported[0]: 1 stands there, the chain yields "consistency"
            document_is_what_its_chain_yields, $.guarantees.reported: it has 2 items, the chain yields 3
            """),
        ["no guarantees"] = ("saga completed", document => document.Remove("guarantees"),
            """
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved atomicity is said to be '' and is 'Eventual'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved consistency is said to be '' and is 'Eventual'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved isolation is said to be '' and is 'Read uncommitted'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved durability is said to be '' and is 'Strong'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved scope is said to be '' and is 'Multi-service'
            achieved_is_what_the_records_show, $.guarantees.achieved: the achieved coordination is said to be '' and is 'Async orchestration'
            words_are_marked_as_words, $.guarantees.reported: consistency rests on the participants' word, and is not marked so
            words_are_marked_as_words, $.guarantees.reported: durability rests on the participants' word, and is not marked so
            document_is_what_its_chain_yields, $.guarantees: the chain yields it, and it is missing
            """),
        ["nothing that ended otherwise"] = ("2pc with a heuristic commit", document => document["heuristic"] = false,
            """
            heuristic_is_said, $.heuristic: a branch ended otherwise than decided (audit/commit), and the document does not say so
            document_is_what_its_chain_yields, $.heuristic: false stands there, the chain yields true
            """),
        ["something that ended otherwise"] = ("2pc committed", document => document["heuristic"] = true,
            """
            heuristic_is_said, $.heuristic: no branch ended otherwise than decided, and the document does not say that
            document_is_what_its_chain_yields, $.heuristic: true stands there, the chain yields false
            """),
        ["nothing of what ended otherwise"] = ("2pc with a heuristic commit", document => document.Remove("heuristic"),
            """
            heuristic_is_said, $.heuristic: a branch ended otherwise than decided (audit/commit), and the document does not say so
            document_is_what_its_chain_yields, $.heuristic: the chain yields it, and it is missing
            """),
        ["a child that ended as decided"] = ("parent whose child ended otherwise", document => document["heuristic"] = false,
            """
            heuristic_is_said, $.heuristic: a branch ended otherwise than decided (fe62d6847f00-00-1402f0b04f2b47b55ac0), and the document does not say so
            document_is_what_its_chain_yields, $.heuristic: false stands there, the chain yields true
            """),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_document_that_says_something_else_is_told_so_in_words_and_at_the_place(string name)
    {
        var (scenario, edit, says) = Cases[name];
        Edited.AssertSays(scenario, edit, says);
    }

    /// <summary>The document of another transaction differs everywhere, and twenty places tell enough.</summary>
    [Fact]
    public void Of_a_document_that_differs_in_more_than_twenty_places_twenty_are_named()
    {
        var document = JsonNode.Parse(Played.Of("2pc committed").Document)!.AsObject();
        for (var i = 1; i <= 30; i++)
            document[$"more_{i}"] = new JsonObject { ["deep"] = i };
        Assert.Equal(
            Enumerable.Range(1, 20).Select(i => $"document_is_what_its_chain_yields, $.more_{i}: it stands there, and the chain does not yield it"),
            Edited.Verify(document).Breaches());
    }

    /// <summary>By value, whatever the digits; and to the last digit.</summary>
    [Theory]
    [InlineData("\"wal_lsn\":7", "\"wal_lsn\":7.0", true)]
    [InlineData("\"wal_lsn\":7", "\"wal_lsn\":70e-1", true)]
    [InlineData("\"wal_lsn\":7", "\"wal_lsn\":7.0000000000000000000001", false)]
    [InlineData("\"two_phase_commit\"", "\"two_phase_\\u0063ommit\"", true)]
    [InlineData("\"two_phase_commit\"", "\"two_phase_\\u0064ommit\"", false)]
    [InlineData("\"guarantees\":", "\"guarant\\u0065es\":", true)]
    public void Numbers_are_compared_by_their_value_and_texts_by_what_they_say(string there, string written, bool holds)
    {
        var text = Encoding.UTF8.GetString(Played.Of("2pc committed").Document);
        Assert.Contains(there, text, StringComparison.Ordinal);
        Assert.Equal(holds, EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(text.Replace(there, written, StringComparison.Ordinal))).Outcome is VerificationOutcome.Holds);
    }

    [Fact]
    public void A_mark_of_the_byte_order_in_front_changes_nothing() => Assert.Equal(
        VerificationOutcome.Holds, EvidenceVerifier.Verify((byte[])[.. "\uFEFF"u8, .. Played.Of("2pc committed").Document]).Outcome);

    [Theory]
    [InlineData("null", 0, "a record names this answer, and the document does not show it")]
    [InlineData("null", 1, "these are not the bytes whose SHA-256 the record holds")]
    [InlineData("null", 100, "these are not the bytes whose SHA-256 the record holds")]
    public void An_answer_that_is_nothing_or_deeper_than_any_is_not_the_one_that_a_record_names(string answer, int levels, string says)
    {
        var document = JsonNode.Parse(Played.Of("2pc with large votes").Document)!.AsObject();
        var hash = document["large_answers"]!.AsObject().First().Key;
        document["large_answers"]![hash] = "here";
        var text = document.ToJsonString().Replace("\"here\"", new string('[', levels) + answer + new string(']', levels), StringComparison.Ordinal);
        Assert.Contains($"large_answers_are_whole, $.large_answers.{hash}: {says}", EvidenceVerifier.Verify(Encoding.UTF8.GetBytes(text)).Breaches());
    }

    private static void Sort(JsonObject document)
    {
        var members = document.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).ToList();
        document.Clear();
        foreach (var (name, value) in members)
            document[name] = value;
    }
}
