namespace ServerlessTx.Participants.PostgreSql;

/// <summary>The server's settings of these names.</summary>
internal sealed record DurabilitySettings(string Fsync, string SynchronousCommit);
