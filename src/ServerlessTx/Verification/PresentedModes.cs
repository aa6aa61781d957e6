namespace ServerlessTx;

/// <summary>A group's document beside the records of its own chain, which holds.</summary>
internal sealed class PresentedModes
{
    public PresentedModes(PresentedDocument document, ChainClaim chain)
    {
        (Document, Appends) = (document, chain.Stored());
        Records = [.. Appends.SelectMany(ModeCodec.AllOf)];
    }

    public PresentedDocument Document { get; }

    public IReadOnlyList<StoredAppend> Appends { get; }

    public IReadOnlyList<RecordedMode> Records { get; }

    /// <summary>Each record with the books as they stood before it.</summary>
    public IEnumerable<(ModeBooks Before, RecordedMode At)> Walk()
    {
        var books = new ModeBooks();
        foreach (var record in Records)
        {
            yield return (books, record);
            books.Enter(record);
        }
    }

    public IEnumerable<(ModeBooks Before, long Version, T Is)> Each<T>() where T : ModeRecord =>
        from step in Walk() where step.At.Record is T select (step.Before, step.At.Version, (T)step.At.Record);
}
