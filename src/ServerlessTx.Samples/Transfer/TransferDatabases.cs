namespace ServerlessTx.Samples;

/// <summary>Two PostgreSQL databases for a transfer, by their connection strings.</summary>
public sealed record TransferDatabases(string Accounts, string Ledger);
