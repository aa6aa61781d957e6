namespace ServerlessTx;

/// <summary>What a record's type does not say: a list in it has no holes, and a number that names something names it.</summary>
internal static class RecordShape
{
    public static string? Fault(TransactionRecord record) => record switch
    {
        Started { Definition.Branches: var branches } when branches.Any(branch => branch is null) => "its definition has a branch that is null",
        Started { Mode.Away: { } away } when away.Any(side => side is null) => "its mode has a side that is null",
        Stuck { Silent: var silent } when silent.Any(name => name is null) => "its list of silent calls has a null in it",
        _ => null,
    };
}
