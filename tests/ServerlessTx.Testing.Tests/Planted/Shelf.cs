namespace ServerlessTx.Testing.Tests;

internal sealed record Take(int Quantity);

internal sealed record Taken(int Quantity, int Number);

/// <summary>A database in miniature: goods, holds and barrier rows, in transactions that are a lock.</summary>
internal sealed class Shelf(CrashPoints points)
{
    private readonly Dictionary<string, object> _rows = [];

    public int Available { get; set; } = 100;

    public int Sold { get; set; }

    public Dictionary<string, int> Holds { get; } = [];

    public string Effects => $"available={Available} held={Holds.Values.Sum()} sold={Sold}";

    /// <summary>Where the process can vanish between two transactions.</summary>
    public Task PointAsync() => points.PointAsync();

    public object? Row(string key)
    {
        lock (_rows)
            return _rows.GetValueOrDefault(key);
    }

    public void Write(string key, object row)
    {
        lock (_rows)
            _rows[key] = row;
    }

    public T In<T>(Func<T> transaction)
    {
        lock (_rows)
            return transaction();
    }

    /// <summary>The work and its row in one transaction.</summary>
    public T Once<T>(string key, Func<T> work) where T : notnull => In(() => (T)(_rows.TryGetValue(key, out var standing) ? standing : _rows[key] = work()));
}
