using System.Text.Json;

namespace ServerlessTx.Verification;

/// <summary>A host saw who was away, its clock was set back, and then it switched.</summary>
public sealed class ClocksSetBack
{
    [Fact]
    public void What_was_seen_by_the_clock_of_before_is_written_as_seen_at_the_switch() => VirtualTime.Run(async time =>
    {
        var store = new ModeStore(new MemoryPartitionStore(), time);
        await store.ChangeAsync("pay", _ => [new ModeDeclared { Declaration = ModeStream.Declaration, At = default }], default);
        var now = Stamp.Now(time);
        var lost = ModeActs.Switch(Mode.Strict, Mode.Degraded, ModeTrigger.DatabasePartitionDetected, "accounts") with
        {
            Findings = [new("accounts", false, now.AddMinutes(10), 3), new("ledger", true, now.AddMinutes(-10), 3)],
        };
        await store.ChangeAsync("pay", _ => [lost], default);

        var appends = await store.ReadAsync("pay", default);
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(ModeDocument.Of(appends), WireJson.Tolerant));
        Assert.Equal((VerificationOutcome.Holds, ""), (report.Outcome, string.Join('\n', report.Breaches())));
        var written = (ModeSwitched)ModeCodec.AllOf(appends[1]).Single().Record;
        Assert.Equal([now, now.AddMinutes(-10)], written.Findings.Select(finding => finding.Since));
        return true;
    });
}
