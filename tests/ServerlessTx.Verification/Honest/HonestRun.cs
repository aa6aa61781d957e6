using System.Globalization;
using System.Text.Json;

namespace ServerlessTx.Verification;

/// <summary>A real run of the real protocols, to its end or to a moment before it.</summary>
internal sealed record HonestRun(Func<Cast, Workflow> Define)
{
    public Action<Cast> Arrange { get; init; } = _ => { };

    public IParticipantBarrier? Barrier { get; init; }

    /// <summary>The workflow of its child.</summary>
    public Func<Cast, Workflow>? Child { get; init; }

    /// <summary>The child is read, and not the parent.</summary>
    public bool IsOfChild { get; init; }

    /// <summary>What happens before its first driver looks at it.</summary>
    public Func<Stage, Task> Before { get; init; } = _ => Task.CompletedTask;

    public Func<Stage, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    public string Storage { get; init; } = "azure_tables";

    public EvidenceView View { get; init; } = EvidenceView.Pattern;

    /// <summary>How long before its start it is begun.</summary>
    public TimeSpan? StartsIn { get; init; }

    /// <summary>Read after so long, ended or not.</summary>
    public TimeSpan? After { get; init; }

    public int Seed { get; init; }

    public Evidence Play() => VirtualTime.Run(async time =>
    {
        var cast = new Cast(time);
        Arrange(cast);
        var id = TransactionId.Parse(string.Create(CultureInfo.InvariantCulture, $"fe62d6847f00-00-{Seed:x20}"));
        var stage = new Stage(time, cast, Define, Storage, id) { Barrier = Barrier, StartsIn = StartsIn, Child = Child?.Invoke(cast) };
        await stage.BeginAsync();
        await Before(stage);
        await stage.DriveBesideAsync();
        await Meanwhile(stage);
        if (After is { } after)
            await Task.Delay(after, time);
        else
            await stage.Client.WaitAsync(id, TimeSpan.FromDays(1));
        if (IsOfChild)
            id = TransactionId.Parse((await stage.Client.GetAsync(id))!.Children![0].TransactionId);
        var appends = await stage.Transactions.ReadAsync(id, StreamHead.Empty, default);
        var large = new Dictionary<string, JsonElement?>();
        var document = await EvidenceDocument.BuildAsync(
            appends, View, async (call, hash) => large[hash] = await stage.Transactions.ReadLargeAsync(id, call, hash, default));
        return new Evidence(appends, large, View, JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant));
    });
}

/// <summary>What a run leaves: its stream, its large answers, and the document that is served of them.</summary>
internal sealed record Evidence(IReadOnlyList<StoredAppend> Appends, IReadOnlyDictionary<string, JsonElement?> Large, EvidenceView View, byte[] Document)
{
    public IReadOnlyList<Recorded> Records => [.. Appends.SelectMany(Recorded.AllOf)];

    public StreamHead Head => Appends[^1].Head;
}
