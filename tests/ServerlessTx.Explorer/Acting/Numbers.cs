namespace ServerlessTx.Explorer;

/// <summary>A number for each text, so that what is compared often is compared fast.</summary>
internal sealed class Numbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
            _numbers.Add(text, number = _numbers.Count);
        return number;
    }
}
