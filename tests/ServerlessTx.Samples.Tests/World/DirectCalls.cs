using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Participants called by hand, with a coordinator whose answers the test writes down.</summary>
internal sealed class DirectCalls : IDecisions
{
    private readonly Dictionary<string, Decision?> _decisions = [];

    public DirectCalls(VirtualTime time, IPartitionStore? store = null)
    {
        Time = time;
        Store = store ?? new MemoryPartitionStore();
        var (barrier, inDoubt) = (new Barrier(Store, time), new InDoubt(this));
        var (locks, expired) = (new RowLocks(inDoubt, time, RowLocks.DefaultWait), new ExpiredHolds(inDoubt, time));
        (Accounts, Ledger) = (new AccountsDb(barrier, locks), new LedgerDb(barrier, locks));
        (Payments, Inventory) = (new PaymentReservations(barrier, expired), new InventoryReservations(barrier, expired));
    }

    public VirtualTime Time { get; }

    public IPartitionStore Store { get; }

    public Audit Audit => new(Store);

    public AccountsDb Accounts { get; }

    public LedgerDb Ledger { get; }

    public PaymentReservations Payments { get; }

    public InventoryReservations Inventory { get; }

    /// <summary>Which transactions were asked for.</summary>
    public List<string> Asked { get; } = [];

    public string NewId() => TransactionId.New(Time.GetUtcNow(), 0, RandomNumberGenerator.Create()).ToString();

    /// <summary>What the coordinator knows; of a transaction that is not known here it has no record.</summary>
    public void Know(string id, Decision? decision) => _decisions[id] = decision;

    public Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default)
    {
        Asked.Add(id.ToString());
        return Task.FromResult(_decisions.TryGetValue(id.ToString(), out var decision)
            ? new DecisionState(id.ToString(), decision, Time.GetUtcNow(), IsNew: false)
            : null);
    }

    public Call<TransferMoney> Transfer(string id, Phase phase, string from = "a", string to = "b", decimal amount = 100) =>
        new(Request(id, new CallName(Samples.Transfer.Accounts, phase), Inputs.Transfer(from, to, amount)));

    public Call<Checkout> Checkout(string id, Phase phase, int quantity = 2, decimal amount = 100, DateTimeOffset? deadline = null) =>
        new(Request(id, new CallName("inventory_service", phase), Inputs.Checkout("ann", "book", quantity, amount)) with
        {
            Deadline = deadline ?? Time.GetUtcNow().AddMinutes(5),
        });

    private CallRequest Request(string id, CallName name, string input) => new()
    {
        TransactionId = id,
        Name = name,
        Attempt = 1,
        Input = JsonElement.Parse(input),
        Deadline = Time.GetUtcNow().AddMinutes(1),
        Results = new Dictionary<string, JsonElement>(),
        Cancellation = default,
    };
}
