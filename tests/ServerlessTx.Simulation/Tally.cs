using System.Globalization;

namespace ServerlessTx.Simulation;

/// <summary>What all seeds so far went through.</summary>
internal sealed class Tally
{
    private readonly Dictionary<TransactionStatus, int> _ends = [];
    private readonly Dictionary<Fault, int> _struck = [];
    private TimeSpan _passed;
    private int _effects;
    private int _degraded;
    private int _promised;

    public int Seeds { get; private set; }

    /// <summary>Ends that no transaction came to, and faults that never struck.</summary>
    public IEnumerable<string> Missing =>
    [
        .. _promised == 0 ? ["anything that is buffered"] : Array.Empty<string>(),
        .. Enum.GetValues<TransactionStatus>().Where(status => status.IsEnd() && !_ends.ContainsKey(status)).Select(end => end.ToString()),
        .. Enum.GetValues<Fault>().Where(fault => !_struck.ContainsKey(fault)).Select(fault => fault.ToString()),
    ];

    public void Add(SeedResult result)
    {
        Seeds++;
        _passed += result.Passed;
        _effects += result.Effects;
        _degraded += result.Degraded;
        _promised += result.Promised;
        foreach (var (end, count) in result.Ends)
            _ends[end] = _ends.GetValueOrDefault(end) + count;
        foreach (var (fault, count) in result.Struck)
            _struck[fault] = _struck.GetValueOrDefault(fault) + count;
    }

    /// <summary>In one line.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{Seeds} seeds: {_passed.TotalDays / 365.25:0.00} years, {_ends.Values.Sum()} transactions, {_effects} effects, {_struck.Values.Sum()} faults; {_degraded} times degraded, {_promised} operations buffered");

    /// <summary>By end and by fault.</summary>
    public string Table() => string.Join('\n',
        _ends.OrderBy(end => end.Key).Select(end => Row(end.Key.ToString(), end.Value))
            .Concat(_struck.OrderBy(fault => fault.Key).Select(fault => Row(fault.Key.ToString(), fault.Value))));

    private static string Row(string what, int count) => string.Create(CultureInfo.InvariantCulture, $"  {what,-15} {count,9}");
}
