namespace ServerlessTx.Participants.PostgreSql;

/// <summary>One statement that an ad hoc two-phase commit may ask for by its name. Only configuration holds SQL; a request never does.</summary>
public sealed record NamedStatement
{
    /// <summary>
    /// The statement, with <c>@name</c> for each parameter. Its rows name what it locked, in their first column:
    /// <c>UPDATE account SET … RETURNING 'account:' || id</c>. Without a row it has refused.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>Its parameters. A request gives each of them, and no other.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Why, where it gives no row: a code.</summary>
    public string Refusal { get; init; } = "no_row";
}

/// <summary>What an ad hoc two-phase commit asks of a database.</summary>
/// <param name="Statement">The name of the statement.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record StatementInput(string Statement, IReadOnlyDictionary<string, System.Text.Json.JsonElement> Parameters);
