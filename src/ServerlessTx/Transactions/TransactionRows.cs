using System.Globalization;

namespace ServerlessTx;

/// <summary>The keys and columns of a transaction's rows.</summary>
internal static class TransactionRows
{
    public const string Workflow = "workflow";
    public const string Status = "status";
    public const string Due = "due";

    /// <summary>What the key of an ad hoc transaction is scoped by, in place of a workflow's name.</summary>
    public const string AdHocScope = "(ad hoc)";

    /// <summary>On the first append: the services that take part, each between bars.</summary>
    public const string Services = "services";
    public const string Transaction = "transaction";
    public const string Fingerprint = "fingerprint";

    public static string Open(TransactionId id) => RowKinds.Open + id;

    public static string LargeAnswer(TransactionId id, CallName call, string hash) => $"{RowKinds.LargeAnswers}{id}|{call.Branch}.{call.Phase.Word()}|{hash}";

    /// <summary>The rows of a kind whose transactions were begun before a moment. Ids begin with descending time, so they are one range.</summary>
    public static RowQuery Before(string kind, DateTimeOffset moment) =>
        RowQuery.Prefix(kind) with { From = kind + TransactionId.TimePrefix(moment.AddMilliseconds(-1)) };

    /// <summary>The transaction whose id stands behind the kind of a row; none where something else does.</summary>
    public static TransactionId? IdOf(string rowKey) =>
        rowKey.Split('|') is [_, var text, ..] && TransactionId.TryParse(text, out var id) ? id : null;

    /// <summary>The row of an idempotency key, scoped by workflow and caller.</summary>
    public static string Key(string workflow, string caller, string key) =>
        RowKinds.Keys + HashedKey.Of($"{workflow}\n{caller}\n{key}");

    public static string ServicesOf(Definition definition) => $"|{string.Join('|', definition.Branches.Select(branch => branch.Service).Distinct())}|";

    /// <summary>What the end of a child leaves in the place of its open row, until its parent is told. Whoever moves an open row does not find it.</summary>
    public static string Owing(TransactionId id) => $"{Open(id)}|owing";

    public static RowWrite.Insert OwingInsert(TransactionId id, DateTimeOffset due) => new(Owing(id), default, DueColumn(due));

    public static RowWrite.Insert OpenInsert(TransactionId id, DateTimeOffset due) => new(Open(id), default, DueColumn(due));

    public static RowWrite.Replace OpenMove(TransactionId id, DateTimeOffset due) => new(Open(id), RowWrite.AnyETag, default, DueColumn(due));

    public static RowWrite.Delete OpenDelete(TransactionId id) => new(Open(id), RowWrite.AnyETag);

    public static DateTimeOffset DueOf(Row open) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(open.Columns[Due], CultureInfo.InvariantCulture));

    private static Dictionary<string, string> DueColumn(DateTimeOffset due) =>
        new() { [Due] = due.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) };
}
