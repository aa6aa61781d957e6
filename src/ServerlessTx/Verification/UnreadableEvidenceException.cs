namespace ServerlessTx;

/// <summary>What was handed in is no evidence document; the message says why in one line.</summary>
internal sealed class UnreadableEvidenceException(string reason) : Exception(reason);
