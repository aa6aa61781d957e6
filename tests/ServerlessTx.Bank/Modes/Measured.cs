using System.Globalization;

namespace ServerlessTx.Bank;

/// <summary>What became of many of one kind.</summary>
internal sealed class Measured
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _took = [];
    private int _done, _decided;

    public string Done => Share(_done);

    public string Decided => Share(_decided);

    public void Add(TimeSpan took, bool done, bool decided)
    {
        lock (_gate)
        {
            _took.Add(took);
            _done += done ? 1 : 0;
            _decided += decided ? 1 : 0;
        }
    }

    /// <summary>How long that many in a hundred took at most.</summary>
    public string P(int percent) =>
        string.Create(CultureInfo.InvariantCulture, $"{_took.Order().ElementAt(Math.Min(_took.Count - 1, _took.Count * percent / 100)).TotalMilliseconds:0.0} ms");

    private string Share(int some) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * some / _took.Count:0.#} %");
}
