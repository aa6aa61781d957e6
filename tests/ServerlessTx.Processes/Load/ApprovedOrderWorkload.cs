using System.Globalization;
using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Processes;

/// <summary>
/// Orders that purchasing approves or does not, and that some customers cancel behind it, while the order is on its way or is done. The order is
/// a child; its rows are judged with all other orders.
/// </summary>
internal sealed class ApprovedOrderWorkload : Workload
{
    private const string TooDear = "too_dear";
    private const string Approver = "purchaser";

    private readonly OrderWorkload _orders = new();
    private readonly ClientWord _words = new(ApprovedOrder.Approved);

    public override string Workflow => "approved_order";

    public override bool WaitsForClients => true;

    public override bool IsOf(EndedTransaction transaction) => base.IsOf(transaction) || transaction.Parent is not null;

    public override object Input(Random random) => _orders.Input(random);

    public override async Task<string?> FollowAsync(HttpClient host, string id, LoadRequest request)
    {
        var customer = int.Parse(JsonSerializer.Deserialize<PlaceOrder>(request.Body, SampleRows.Json)!.CustomerId.Split('_')[^1], CultureInfo.InvariantCulture);
        return (customer % 6) switch
        {
            0 => await _words.RejectAsync(host, id, request.Key, TooDear),
            1 or 2 => await ApproveAsync(host, id, request) ?? await RegretAsync(host, id, looks: customer / 2),
            _ => await ApproveAsync(host, id, request),
        };
    }

    public override Task<IEnumerable<string>> FaultsAsync(IReadOnlyList<EndedTransaction> transactions, SampleRows rows)
    {
        var (children, parents) = (transactions.Where(ended => ended.Parent is not null).ToList(), transactions.Where(base.IsOf).ToList());
        var begun = children.Select(child => child.Parent).ToHashSet();
        return Task.FromResult<IEnumerable<string>>(
        [
            .. _words.Faults(parents),
            .. parents.Where(order => order.FirstWord is not Approver && begun.Contains(order.Id)).Select(order => $"{order.Id} has begun its order, and nobody approved"),
            .. Families.Faults(parents, children),
        ]);
    }

    private Task<string?> ApproveAsync(HttpClient host, string id, LoadRequest request) => _words.AcceptAsync(host, id, request.Key, ("approved_by", Approver));

    /// <summary>The more often a customer looks before it cancels, the further the order has come.</summary>
    private static async Task<string?> RegretAsync(HttpClient host, string id, int looks)
    {
        for (var look = 0; look < looks; look++)
        {
            using var answer = await host.GetAsync(new Uri($"/api/transactions/{id}", UriKind.Relative));
        }

        return await ClientWord.CancelAsync(host, id);
    }
}
