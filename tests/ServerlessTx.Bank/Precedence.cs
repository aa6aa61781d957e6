namespace ServerlessTx.Bank;

/// <summary>Whether one order of all transactions fits the order in which each account saw them. A cycle is what serializability forbids.</summary>
internal static class Precedence
{
    /// <param name="histories">Of each account, its transactions in the order of its versions.</param>
    /// <returns>Transactions of which each precedes the next, and the last the first; nothing when there are none.</returns>
    public static IReadOnlyList<string>? Cycle(IEnumerable<IReadOnlyList<string>> histories)
    {
        var after = new Dictionary<string, HashSet<string>>();
        var before = new Dictionary<string, int>();
        foreach (var (earlier, later) in histories.SelectMany(history => history.Zip(history.Skip(1))).Where(pair => pair.First != pair.Second))
        {
            before.TryAdd(earlier, 0);
            before.TryAdd(later, 0);
            if (after.TryGetValue(earlier, out var known) ? known.Add(later) : after.TryAdd(earlier, [later]))
                before[later]++;
        }

        // What has nothing before it goes first; what can never go is on a cycle, or behind one.
        var free = new Queue<string>(before.Where(node => node.Value == 0).Select(node => node.Key));
        while (free.TryDequeue(out var first))
        {
            before.Remove(first);
            foreach (var next in after.GetValueOrDefault(first, []))
            {
                if (--before[next] == 0)
                    free.Enqueue(next);
            }
        }

        return before.Count == 0 ? null : Walk(before.Keys.ToHashSet(), after);
    }

    /// <summary>Everything left has something left before it; walking backwards must come around.</summary>
    private static List<string> Walk(HashSet<string> left, Dictionary<string, HashSet<string>> after)
    {
        var path = new List<string> { left.First() };
        while (true)
        {
            var earlier = left.First(node => after.GetValueOrDefault(node, []).Contains(path[0]));
            if (path.IndexOf(earlier) is var at and >= 0)
                return path[..(at + 1)];
            path.Insert(0, earlier);
        }
    }
}
