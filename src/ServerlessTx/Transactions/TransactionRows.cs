using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessTx;

/// <summary>The keys and columns of a transaction's rows. Each kind of row is one key range.</summary>
internal static class TransactionRows
{
    public const string Streams = "e|";
    public const string OpenRows = "o|";
    public const string Keys = "k|";

    public const string Workflow = "workflow";
    public const string Status = "status";
    public const string Due = "due";
    public const string Transaction = "transaction";
    public const string Fingerprint = "fingerprint";

    public static string Open(TransactionId id) => OpenRows + id;

    public static string LargeAnswer(TransactionId id, CallName call, string hash) => $"a|{id}|{call.Branch}.{call.Phase.Word()}|{hash}";

    /// <summary>The row of an idempotency key, scoped by workflow and caller; what users chose is hashed, since a key holds any character.</summary>
    public static string Key(string workflow, string caller, string key) =>
        Keys + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{workflow}\n{caller}\n{key}")));

    public static RowWrite.Insert OpenInsert(TransactionId id, DateTimeOffset due) => new(Open(id), default, DueColumn(due));

    public static RowWrite.Replace OpenMove(TransactionId id, DateTimeOffset due) => new(Open(id), RowWrite.AnyETag, default, DueColumn(due));

    public static RowWrite.Delete OpenDelete(TransactionId id) => new(Open(id), RowWrite.AnyETag);

    public static DateTimeOffset DueOf(Row open) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(open.Columns[Due], CultureInfo.InvariantCulture));

    private static Dictionary<string, string> DueColumn(DateTimeOffset due) =>
        new() { [Due] = due.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) };
}
