using System.Text;
using Npgsql;

namespace ServerlessTx.Participants.PostgreSql;

/// <summary>
/// Words of somebody else's as a database can store them. None stores U+0000 or half a surrogate pair, and one that is not in UTF-8 lacks most of
/// the rest: a statement with such a character would fail however often it is asked.
/// </summary>
internal static class StorableText
{
    /// <returns>The text, with U+FFFD or <c>?</c> for what the database cannot store.</returns>
    public static string In(NpgsqlConnection connection, string text)
    {
        var encoding = connection.PostgresParameters.GetValueOrDefault("server_encoding") is "UTF8" ? Encoding.UTF8 : Encoding.ASCII;
        return encoding.GetString(encoding.GetBytes(text.Replace('\0', '\uFFFD')));
    }

    /// <returns>The answer, in words that can be stored: what is told of it first is what its repeats tell.</returns>
    public static Answer In(NpgsqlConnection connection, Answer answer) =>
        answer.Reason is { } reason ? answer with { Reason = In(connection, reason) } : answer;
}
