namespace ServerlessTx.Participants.PostgreSql;

/// <summary>schema.sql, which a person may run as well.</summary>
internal static class Schema
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var script = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream("schema.sql")!);
        return script.ReadToEnd();
    }
}
