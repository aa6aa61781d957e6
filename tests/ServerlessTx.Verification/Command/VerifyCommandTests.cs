using System.Text.Json;

namespace ServerlessTx.Verification;

public sealed class VerifyCommandTests
{
    [Fact]
    public async Task A_document_that_holds_is_said_to_in_the_first_line()
    {
        var run = await VerifyAsync("saga compensated by a refusal");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("HOLDS. saga fe62d6847f00-00-00000000000000000000 (order) ended compensated, and every rule holds.\n7 records, head 7:", run.Output, StringComparison.Ordinal);
        Assert.Contains("  holds   Steps are undone in reverse order, a parallel group in any\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BROKEN", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task An_open_transaction_holds_so_far() =>
        Assert.StartsWith("HOLDS SO FAR. tcc", (await VerifyAsync("tcc still stuck")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_rule_that_does_not_hold_is_named_with_the_record()
    {
        var stream = new ForgedStream(Played.Of("2pc aborted by a vote"));
        var decided = stream.Records("decided").Single();
        decided["decision"] = "commit";
        using var file = new TemporaryFile(stream.Seal().Document);
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            """
            BROKEN  No commit without every vote  [no_commit_without_every_vote]
                    record 6: commit was decided without the yes of 'ledger'
                    record 6: commit was decided without the yes of 'audit'
            """,
            run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_document_says_cannot_write_over_what_is_said_of_it()
    {
        var stream = new ForgedStream(Played.Of("2pc aborted by a vote"));
        stream.Definition["name"] = "transfer\u001b[2J\u001b[HHOLDS. saga x ended completed, and every rule holds.\n\u2028\u202e";
        stream.Definition["branches"]![0]!["branch"] = "a\u009b1m\nHOLDS.";
        using var file = new TemporaryFile(stream.Seal().Document);
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("BROKEN. ", run.Output, StringComparison.Ordinal);
        Assert.Contains(@"transfer\u001b[2J\u001b[HHOLDS. saga x ended completed, and every rule holds.\u000a\u2028\u202e", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(run.Output.Split('\n'), line => line.StartsWith("HOLDS", StringComparison.Ordinal));

        stream.AppendBehind(stream.Begin, new() { ["type"] = "\u001b[2J", ["at"] = stream.Begin.Text("at") });
        using var unreadable = new TemporaryFile(stream.Seal().Document);
        Assert.DoesNotContain((await CommandRun.OfAsync("verify", unreadable.Path)).Error, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public async Task A_child_is_judged_against_the_parent_that_quotes_it()
    {
        using var parent = new TemporaryFile(Played.Of("parent completed").Document);
        using var child = new TemporaryFile(Played.Of("child completed").Document);
        var run = await CommandRun.OfAsync("verify", parent.Path, "--child", child.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("  holds   The child's document holds, names this parent, and ends with the hash that the parent quotes\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_end_of_a_child_and_a_stranger_are_found()
    {
        using var parent = new TemporaryFile(Played.Of("parent completed").Document);
        var forged = new ForgedStream(Played.Of("child completed"));
        forged.Answers("action").First()["result"] = "forged";
        using var child = new TemporaryFile(forged.Seal().Document);
        var run = await CommandRun.OfAsync("verify", parent.Path, "--child", child.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[child_is_as_its_parent_says]", run.Output, StringComparison.Ordinal);
        Assert.Contains("it quotes a child that ended completed", run.Output, StringComparison.Ordinal);

        using var stranger = new TemporaryFile(Played.Of("saga completed").Document);
        Assert.Contains("is no child of", (await CommandRun.OfAsync("verify", parent.Path, "--child", stranger.Path)).Output, StringComparison.Ordinal);
        using var noEvidence = new TemporaryFile("{}"u8.ToArray());
        Assert.Equal(1, (await CommandRun.OfAsync("verify", parent.Path, "--child", noEvidence.Path)).ExitCode);
    }

    [Fact]
    public async Task Behind_a_broken_chain_nothing_is_judged()
    {
        var document = Played.Of("tcc confirmed").Document;
        var text = System.Text.Encoding.UTF8.GetString(document);
        using var file = new TemporaryFile(System.Text.Encoding.UTF8.GetBytes(text.Replace("\"payload\":\"W3", "\"payload\":\"W2", StringComparison.Ordinal)));
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Rules: not judged, because the chain does not hold.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_was_kept_has_to_be_extended()
    {
        var evidence = Played.Of("2pc committed");
        using var file = new TemporaryFile(evidence.Document);
        Assert.Equal(1, (await CommandRun.OfAsync("verify", file.Path, "--head", $"4:{evidence.Appends[0].Hash}")).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync("verify", file.Path, "--head", $"1:{evidence.Appends[0].Hash}")).ExitCode);
        var run = await CommandRun.OfAsync("verify", file.Path, "--head", $"12:{evidence.Head.Hash}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("record 9: the chain ends here, but a head at version 12 was kept: records are missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_the_report_as_json()
    {
        var run = await VerifyAsync("tcc confirmed", "--json");
        var report = JsonElement.Parse(run.Output);
        Assert.Equal("holds", report.GetProperty("outcome").GetString());
        Assert.Equal("confirmed", report.GetProperty("end").GetString());
        Assert.Equal(64, report.GetProperty("head").GetProperty("hash").GetString()!.Length);
        Assert.All(report.GetProperty("findings").EnumerateArray(), finding => Assert.Equal("holds", finding.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "no-such-file.json")]
    [InlineData("verify", "/")]
    [InlineData("verify", "")]
    [InlineData("verify", "a.json", "b.json")]
    [InlineData("verify", "a.json", "--head", "7")]
    [InlineData("verify", "a.json", "--head", "0:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("verify", "a.json", "--loud")]
    [InlineData("verify", "http://127.0.0.1:1/")]
    [InlineData("judge")]
    [InlineData]
    public async Task What_cannot_be_read_or_asked_is_one_line_and_exit_code_2(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_evidence_is_one_line_and_exit_code_2()
    {
        using var file = new TemporaryFile("{}"u8.ToArray());
        var run = await CommandRun.OfAsync("verify", file.Path);
        Assert.Equal((2, "This is no evidence document: it has no 'chain'.\n"), (run.ExitCode, run.Error));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Standard_input_is_a_source()
    {
        var run = await CommandRun.InAProcessAsync(Played.Of("2pc committed").Document, heapBytes: null, "verify", "-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("HOLDS. two phase commit", run.Output, StringComparison.Ordinal);
    }

    private static async Task<CommandRun> VerifyAsync(string scenario, params string[] options)
    {
        using var file = new TemporaryFile(Played.Of(scenario).Document);
        return await CommandRun.OfAsync(["verify", file.Path, .. options]);
    }
}
