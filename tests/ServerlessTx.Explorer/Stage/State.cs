using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ServerlessTx.Explorer;

/// <summary>
/// The world at a quiet point, when everybody waits: the stored rows, where each actor stands, the messages that nobody waits for any more,
/// what has gone wrong, and how far time has gone on. Two states that are equal in these have the same future.
/// </summary>
internal sealed record State
{
    public required RowSet Evidence { get; init; }

    /// <summary>The rows of each participant.</summary>
    public required IReadOnlyList<RowSet> Services { get; init; }

    public required IReadOnlyList<Situation> Actors { get; init; }

    /// <summary>Contents of messages on their way that nobody waits for, in order.</summary>
    public required IReadOnlyList<int> Loose { get; init; }

    public required Faults Faults { get; init; }

    /// <summary>How often time has gone on past the next deadline.</summary>
    public required int Moment { get; init; }

    /// <summary>With an actor that stands elsewhere now.</summary>
    public State With(int actor, Situation situation)
    {
        var actors = Actors.ToArray();
        actors[actor] = situation;
        return this with { Actors = actors };
    }

    /// <summary>With one who comes behind the others.</summary>
    public State With(Situation coming) => this with { Actors = [.. Actors, coming] };

    /// <summary>With other rows at a participant.</summary>
    public State With(int service, RowSet rows)
    {
        var services = Services.ToArray();
        services[service] = rows;
        return this with { Services = services };
    }

    /// <summary>With a message on its way that nobody waits for.</summary>
    public State Leaving(int message) => this with { Loose = [.. Loose.Append(message).Order()] };

    /// <summary>Once that has arrived.</summary>
    public State Without(int message)
    {
        var left = Loose.ToList();
        left.Remove(message);
        return this with { Loose = left };
    }

    public UInt128 Key()
    {
        Span<int> numbers = stackalloc int[2 + Services.Count + Actors.Count + Loose.Count];
        numbers[0] = Evidence.Id;
        numbers[1] = (Faults.Packed << 6) | Moment;
        var at = 2;
        foreach (var service in Services)
            numbers[at++] = service.Id;
        foreach (var actor in Actors)
            numbers[at++] = actor.Id;
        foreach (var message in Loose)
            numbers[at++] = message;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(numbers), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}

/// <summary>How much has gone wrong.</summary>
internal readonly record struct Faults(int Silences, int Duplicates, int Crashes, int StoreLosses)
{
    public Faults OneSilenceMore => this with { Silences = Silences + 1 };

    public Faults OneDuplicateMore => this with { Duplicates = Duplicates + 1 };

    public Faults OneCrashMore => this with { Crashes = Crashes + 1 };

    public Faults OneStoreLossMore => this with { StoreLosses = StoreLosses + 1 };

    public int Packed => Silences | (Duplicates << 6) | (Crashes << 12) | (StoreLosses << 18);

    public bool Fits(Bounds bounds) =>
        Silences <= bounds.Silences && Duplicates <= bounds.Duplicates && Crashes <= bounds.Crashes && StoreLosses <= bounds.StoreLosses
        && Silences + Duplicates + Crashes + StoreLosses <= bounds.Faults;
}
