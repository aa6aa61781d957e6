namespace ServerlessTx;

/// <summary>How many first-phase calls may be under way at once, over all hosts of one storage.</summary>
/// <param name="Kind">A participant, or a workflow.</param>
/// <param name="Name">The service's name in evidence, or the workflow's.</param>
/// <param name="AtOnce">From 1 to 1000.</param>
internal sealed record ConcurrencyLimit(LimitOf Kind, string Name, int AtOnce)
{
    private const int Most = 1000;

    public static bool IsName(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static bool IsCount(int atOnce) => atOnce is >= 1 and <= Most;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static ConcurrencyLimit Of(LimitOf kind, string name, int atOnce) =>
        !IsName(name)
            ? throw new ArgumentException($"A limit is of a name of 1 to 64 letters, digits, '_' or '-'; '{name}' was given.")
            : !IsCount(atOnce)
                ? throw new ArgumentException($"1 to {Most} calls may be under way at once; {atOnce} were given for {name}.")
                : new ConcurrencyLimit(kind, name, atOnce);

    /// <summary>Its row. Names are letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string Key => $"{RowKinds.Turns}{Kind.Word()}:{Name}";

    public bool IsOf(CallAttempt attempt) =>
        Name == (Kind is LimitOf.Workflow ? attempt.Workflow.Definition.Name : attempt.Workflow.Definition.Branch(attempt.Call.Branch).Service);
}

/// <summary>What a limit is of.</summary>
public enum LimitOf
{
    /// <summary>A workflow: the calls of all its transactions.</summary>
    Workflow,

    /// <summary>A participant: the calls that it gets from all workflows.</summary>
    Participant,
}
