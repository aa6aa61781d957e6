using System.Net;

namespace ServerlessTx.LocalHost;

/// <summary>What the host prints when it serves: its address and three lines that can be pasted into a shell.</summary>
internal sealed class Invitation(IPEndPoint listening, bool needsKey)
{
    public const string KeyHeader = "X-Api-Key";

    private const string Start = "api/transactions/order_fulfillment";
    private const string Json = "-H 'Content-Type: application/json' -H 'Prefer: wait=10'";
    private const string Order = """{"customer_id":"customer_1","sku":"book","quantity":1,"amount":24.90}""";
    private const string TooLarge = """{"customer_id":"customer_1","sku":"book","quantity":1000000,"amount":24.90}""";

    public Uri Address { get; } = new UriBuilder("http", Reachable(listening.Address).ToString(), listening.Port).Uri;

    /// <summary>An order that completes.</summary>
    public string Completes => $"{Curl} {Json} -d '{Order}' {Address}{Start}";

    /// <summary>An order of more than there is: the inventory refuses, and what was done before is compensated.</summary>
    public string Compensated => $"{Curl} {Json} -d '{TooLarge}' {Address}{Start}";

    /// <summary>The evidence of the newest order that was compensated; the inner line finds its id.</summary>
    public string Evidence =>
        $"{Curl} {Address}api/transactions/$({Curl} '{Address}api/transactions?status=compensated&limit=1'" +
        """ | grep -o '"transaction_id": *"[^"]*' | cut -d'"' -f4)/evidence""";

    public string Text => $"""
        Listening on {Address} (Ctrl-C ends)

        An order that completes:
        {Completes}

        An order that is refused at the inventory and compensated:
        {Compensated}

        Its evidence:
        {Evidence}

        """;

    private string Curl => needsKey ? $"curl -s -H \"{KeyHeader}: $API_KEY\"" : "curl -s";

    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
}
