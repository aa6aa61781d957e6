namespace ServerlessTx.AspNetCore;

/// <summary>A kind of problem, RFC 9457: its URI and title never change.</summary>
/// <param name="Name">The last part of its URI.</param>
/// <param name="Status">The HTTP status it comes with.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Meaning">When it comes and what to do, for the list in the docs.</param>
internal sealed record ProblemType(string Name, int Status, string Title, string Meaning)
{
    public string Uri => "urn:serverlesstx:problem:" + Name;
}
