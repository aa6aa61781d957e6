using System.Text.Json;

namespace ServerlessTx;

/// <summary>What an effect needs of the evidence to build a participant's request.</summary>
internal sealed class TransactionView
{
    private readonly Dictionary<string, Answered> _results = [];
    private readonly Dictionary<string, Signalled> _signals = [];
    private readonly HashSet<Slot> _decided = [];

    /// <param name="records">In order, from the first; a driver that has not seen all of them leaves out what it does not know.</param>
    public TransactionView(IEnumerable<Recorded> records)
    {
        foreach (var recorded in records)
            Apply(recorded.Record, recorded.Append);
    }

    public Started Started { get; private set; } = null!;

    /// <summary>The append that holds the latest decision, of one slot the first: what every second-phase call is told, and its answer echoes.</summary>
    public ChainHash? Decision { get; private set; }

    public string? Reason { get; private set; }

    public IEnumerable<Answered> Results => _results.Values;

    public void Apply(TransactionRecord record, ChainHash append)
    {
        switch (record)
        {
            case Started started:
                Started = started;
                break;
            case Decided decided when _decided.Add(decided.Slot):
                Decision = append;
                Reason = decided.Decision.TurnsBack() ? decided.Reason : null;
                break;
            case Signalled signalled:
                _signals.TryAdd(signalled.Signal, signalled);
                break;
            case Answered { Verdict: Verdict.Done, Phase: Phase.Wait } answered:
                _results[answered.Branch] = answered with { Result = _signals[Started.Definition.Branch(answered.Branch).Wait!.Signal].Result };
                break;
            case Answered { Verdict: Verdict.Done, Phase: not (Phase.Undo or Phase.Confirm or Phase.Cancel or Phase.Commit or Phase.Abort) } answered:
                _results[answered.Branch] = answered;
                break;
        }
    }

    public JsonElement InputOf(string branch) => Started.Definition.Branch(branch).Input ?? Started.Input;
}
