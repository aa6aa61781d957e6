using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ServerlessTx.Processes;

/// <summary>
/// What clients say to transactions that wait for them. A client who is not heard says it again; a word that a host has acknowledged is the one
/// in the evidence.
/// </summary>
/// <param name="signal">The signal that is waited for.</param>
internal sealed class ClientWord(string signal)
{
    /// <summary>What a host said that it has recorded, by transaction.</summary>
    private readonly ConcurrentDictionary<string, string> _recorded = new();

    /// <summary>Cancels a transaction, which may have been decided.</summary>
    /// <returns>What was answered that must not be, or nothing.</returns>
    public static async Task<string?> CancelAsync(HttpClient host, string id)
    {
        using var answer = await host.PostAsync(new Uri($"/api/transactions/{id}/cancel", UriKind.Relative), content: null);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable
            ? null
            : $"the cancel of {id} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>Says yes to a transaction.</summary>
    /// <param name="result">What it says, under its name: the word.</param>
    /// <returns>What was answered that must not be, or nothing.</returns>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public Task<string?> AcceptAsync(HttpClient host, string id, string key, (string Name, string Word) result) =>
        SayAsync(host, id, key, result.Word, $$$"""{"result":{"{{{result.Name}}}":"{{{result.Word}}}"}}""");

    /// <summary>Says no to a transaction, for a reason.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<string?> RejectAsync(HttpClient host, string id, string key, string reason) =>
        SayAsync(host, id, key, reason, $$"""{"rejected":"{{reason}}"}""");

    public IEnumerable<string> Faults(IEnumerable<EndedTransaction> transactions) => transactions
        .Where(ended => _recorded.TryGetValue(ended.Id, out var word) && ended.FirstWord != word)
        .Select(ended => $"{ended.Id} recorded {_recorded[ended.Id]}, and its evidence says {ended.FirstWord ?? "nothing"}");

    private async Task<string?> SayAsync(HttpClient host, string id, string key, string word, string said)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/transactions/{id}/signals/{signal}", UriKind.Relative))
        {
            Content = new StringContent(said, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await host.SendAsync(message);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                _recorded[id] = word;
                return null;
            case HttpStatusCode.Conflict when !_recorded.ContainsKey(id):
                return null;
            case HttpStatusCode.ServiceUnavailable:
                throw new HttpRequestException("The host has lost its storage; it is said again.");
            default:
                return $"the signal to {id} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
        }
    }
}
