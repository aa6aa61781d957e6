namespace ServerlessTx.Samples;

/// <summary>
/// The prepares of this process that wait for locks, oldest transaction first. It keeps nobody safe, the lock rows do that; it is why both
/// databases serve the same transaction next, where a free-for-all would have them serve two that then wait for each other.
/// </summary>
internal sealed class LockQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedSet<(string TransactionId, long Number)>> _waiting = [];
    private long _last;

    public Place Enter(string transactionId, IReadOnlyList<string> locks)
    {
        lock (_gate)
        {
            var place = new Place(this, transactionId, ++_last, locks);
            foreach (var name in locks)
            {
                if (!_waiting.TryGetValue(name, out var waiting))
                    _waiting[name] = waiting = new(Comparer<(string TransactionId, long Number)>.Create(Compare));
                waiting.Add(place.Key);
            }

            return place;
        }
    }

    private static int Compare((string TransactionId, long Number) one, (string TransactionId, long Number) other) =>
        string.CompareOrdinal(one.TransactionId, other.TransactionId) is not 0 and var order ? order : one.Number.CompareTo(other.Number);

    /// <summary>A place in the queue of each of its locks, until it is given up.</summary>
    public sealed class Place(LockQueue queue, string transactionId, long number, IReadOnlyList<string> locks) : IDisposable
    {
        internal (string TransactionId, long Number) Key { get; } = (transactionId, number);

        /// <summary>Differs from place to place, and is the same when a run is repeated.</summary>
        public int Seed => transactionId.Aggregate((int)number, (hash, letter) => unchecked(31 * hash + letter));

        /// <summary>Nobody older waits for any of its locks. Ids descend with time: the oldest is the last.</summary>
        public bool IsFirst
        {
            get
            {
                lock (queue._gate)
                    return locks.All(name => string.CompareOrdinal(queue._waiting[name].Max.TransactionId, Key.TransactionId) <= 0);
            }
        }

        public void Dispose()
        {
            lock (queue._gate)
            {
                foreach (var name in locks)
                {
                    queue._waiting[name].Remove(Key);
                    if (queue._waiting[name].Count == 0)
                        queue._waiting.Remove(name);
                }
            }
        }
    }
}
