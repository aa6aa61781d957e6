namespace ServerlessTx;

/// <summary>What a switch came of, in the source's words where it has them.</summary>
internal enum ModeTrigger
{
    DatabasePartitionDetected,
    DatabasePartitionHealed,
    BuffersEmpty,
    Operator,
}
