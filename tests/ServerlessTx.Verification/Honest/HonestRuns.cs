namespace ServerlessTx.Verification;

public sealed class HonestRuns
{
    public static TheoryData<string> Names => new(Scenarios.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_honest_run_raises_no_alarm(string name)
    {
        var evidence = Played.Of(name);
        var report = EvidenceVerifier.Verify(evidence.Document);
        Alarm.Unless(report.Outcome is VerificationOutcome.Holds, report, evidence);
        Assert.Equal(evidence.Head, report.Head);
        Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(evidence.Appends).Outcome);
    }

    /// <summary>Who reads an open transaction sees a prefix of it, cut between two appends.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_prefix_of_an_honest_run_holds_so_far_and_every_later_reading_extends_it(string name)
    {
        var evidence = Played.Of(name);
        for (var length = 1; length <= evidence.Appends.Count; length++)
        {
            var prefix = evidence.Appends.Take(length).ToList();
            var report = EvidenceVerifier.Verify(prefix);
            Alarm.Unless(report.Outcome is VerificationOutcome.Holds, report, evidence);
            Assert.Equal(VerificationOutcome.Holds, EvidenceVerifier.Verify(evidence.Document, prefix[^1].Head).Outcome);
        }
    }

    [Fact]
    public void Four_hundred_random_runs_with_crashes_second_drivers_cancels_and_askers_raise_no_alarm()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var evidence = RandomRun.Of(seed).Play();
            var report = EvidenceVerifier.Verify(evidence.Document);
            Alarm.Unless(report.Outcome is VerificationOutcome.Holds, report, evidence, $"seed {seed}: ");
            Assert.NotNull(report.End);
        }
    }
}
