using System.Globalization;
using System.Text.Json.Serialization;

namespace ServerlessTx.Samples;

/// <summary>One account of one database, under its lock: a row that says how it stands, and the entries that brought it there.</summary>
internal sealed class Book
{
    // Entries behind the last checked balance are read at every commit; from so many on the balance moves up to them.
    private const int MostUnchecked = 16;

    private readonly BarrierRows _rows;
    private readonly BookKind _kind;
    private BookRow _row;

    private Book(BarrierRows rows, BookKind kind, BookRow row) => (_rows, _kind, _row) = (rows, kind, row);

    public decimal Balance => _row.Balance;

    /// <summary>What is set aside.</summary>
    public decimal Escrow => _row.SetAside;

    /// <summary>What debits may take that have no escrow.</summary>
    public decimal Available => _row.Balance - _row.SetAside;

    /// <summary>What entries added up to since the account was opened.</summary>
    public decimal Moved => _row.Balance - _kind.Opening;

    /// <summary>Opens it at first sight.</summary>
    public static async Task<Book> OpenAsync(BarrierRows rows, BookKind kind, string account) =>
        new(rows, kind, await rows.FindAsync<BookRow>(kind.RowKey(account)) ?? new BookRow(account, kind.Opening, 0, 0, kind.Opening));

    /// <summary>
    /// The log sequence number of a batch that touches both accounts: above that of each, and written to each. One counter for the whole
    /// database would be a row that all transfers write; so the numbers grow along every account, and transfers that share none do not wait.
    /// </summary>
    public static long NextLsn(Book one, Book other) => Math.Max(one._row.Lsn, other._row.Lsn) + 1;

    /// <summary>A debit that was promised while this database was away goes down on what was set aside for it.</summary>
    /// <returns>Whether so much is set aside.</returns>
    public bool TryTakeFromEscrow(decimal amount)
    {
        if (amount > _row.SetAside)
            return false;
        _row = _row with { SetAside = _row.SetAside - amount };
        return true;
    }

    /// <summary>Sets an amount aside, unless a newer wish is known or the account does not hold it.</summary>
    /// <returns>What is set aside then.</returns>
    public decimal SetAside(decimal amount, long asked)
    {
        if (asked <= _row.EscrowAsked || amount > _row.Balance)
            return _row.SetAside;
        _row = _row with { SetAside = amount, EscrowAsked = asked };
        _rows.Put(_kind.RowKey(_row.Account), _row);
        return amount;
    }

    /// <summary>Writes the number of a batch that moves nothing here.</summary>
    public void Touch(long lsn) => _rows.Put(_kind.RowKey(_row.Account), _row with { Lsn = lsn });

    /// <summary>Writes an entry and the balance behind it.</summary>
    /// <returns>The entry, and whether opening and all entries add up to the balance.</returns>
    public async Task<(EntryRow Entry, bool AddsUp)> PostAsync(string transactionId, decimal amount, long lsn)
    {
        var entry = new EntryRow(_row.Account, lsn, transactionId, amount < 0 ? "debit" : "credit", amount);
        var uncheckedEntries = await _rows.ListAsync<EntryRow>(_kind.EntryKey(_row.Account), after: _kind.EntryKey(_row.Account, _row.CheckedLsn));
        var sum = _row.CheckedBalance + uncheckedEntries.Sum(earlier => earlier.Amount) + amount;
        _row = _row with { Balance = _row.Balance + amount, Lsn = lsn };
        var addsUp = sum == _row.Balance;
        if (addsUp && uncheckedEntries.Count >= MostUnchecked)
            _row = _row with { CheckedLsn = lsn, CheckedBalance = sum };
        _rows.Put(_kind.EntryKey(_row.Account, lsn), entry);
        _rows.Put(_kind.RowKey(_row.Account), _row);
        return (entry, addsUp);
    }
}

/// <summary>How a database calls its locks, its accounts and their entries, and with what an account opens.</summary>
internal sealed record BookKind(string Lock, string Row, string Entry, decimal Opening)
{
    public string RowKey(string account) => $"{Row}|{account}";

    public string EntryKey(string account) => $"{Entry}|{account}|";

    public string EntryKey(string account, long lsn) => EntryKey(account) + lsn.ToString("D12", CultureInfo.InvariantCulture);
}

/// <summary>How an account stands.</summary>
/// <param name="Account">Which.</param>
/// <param name="Balance">What it holds.</param>
/// <param name="Lsn">The log sequence number of the last batch that touched it.</param>
/// <param name="CheckedLsn">Up to where its entries were once added up and found right.</param>
/// <param name="CheckedBalance">What they came to there.</param>
public sealed record BookRow(string Account, decimal Balance, long Lsn, long CheckedLsn, decimal CheckedBalance)
{
    /// <summary>What of the balance is kept for debits that are made while this database is away.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal SetAside { get; init; }

    /// <summary>The version of the wish that it comes of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long EscrowAsked { get; init; }
}

/// <summary>One movement; a debit is negative.</summary>
public sealed record EntryRow(string Account, long Lsn, string TransactionId, string Kind, decimal Amount);
