using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>
/// A world that takes personal data everywhere it can: a workflow whose participants answer with it and learn more, an aggregate with snapshots
/// and a read model, a choreography, an operation under a key.
/// </summary>
internal sealed class Party
{
    public const string Learned = "Countess of Lovelace";

    private const string Mailed = "mailed";

    private readonly VirtualTime _time;
    private readonly Choreography _welcome;
    private readonly MemoryMessageBus _bus;

    public Party(VirtualTime time)
    {
        (_time, Store) = (time, new EverythingWritten(new MemoryPartitionStore()));
        _welcome = Choreography.Of<Guest>(
            "welcome", 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1),
            ChoreographedService.Named("host", "host")
                .Starts("greet", says: "Greeted", (hop, _) => Task.FromResult(hop.Input<Guest>()))
                .Ends("Greeted", "bow", async (hop, _) => await OpenAsync(hop.Event<Guest>()!.Address), says: "Bowed")
                .Expires<Guest, string>("greet", "forget", (_, _, _) => Task.FromResult("forgotten"), says: "Forgotten"));
        _bus = new MemoryMessageBus(_welcome.Subscriptions, time);
        World = new World(time, _ => Invitation(), store: Store, build: tx => tx
            .AddAggregate(GuestState.Type, projections: GuestState.Everybody)
            .AddParticipant(_ => Participant.Named("guest_service").Step<Guest, Guest>("note", call => Task.FromResult<StepAnswer<Guest>>(call.Input)))
            .AddChoreography(_welcome)
            .UseMessageBus(_ => Store, _ => _bus));
    }

    public World World { get; }

    public EverythingWritten Store { get; }

    public PersonalData Personal => World.Get<PersonalData>();

    public ISubjectKeys Keys => World.Get<ISubjectKeys>();

    public Aggregates<GuestState, GuestCommand, GuestEvent> Guests => World.Get<Aggregates<GuestState, GuestCommand, GuestEvent>>();

    public Projector<GuestState> Projector => World.Get<Projector<GuestState>>();

    /// <summary>What happens while a transaction is on its way.</summary>
    public Func<Task> BeforeMail { get; set; } = () => Task.CompletedTask;

    /// <summary>What participants saw in the clear.</summary>
    public List<string> Seen { get; } = [];

    public Task<StartedTransaction> InviteAsync(string? json = null, string? key = null) =>
        World.Client.StartAsync(new StartRequest("invite_guest", JsonElement.Parse(json ?? Guest.Json())) { IdempotencyKey = key });

    /// <summary>Begins two calls at once, of a saga that nobody defined before.</summary>
    public Task<StartedTransaction> NoteAsync(string key, string email = Guest.Email) => World.Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse($$"""
        {"pattern":"saga","steps":[{"parallel":[
            {"participant":"guest_service","operation":"note","branch":"one","input":{{Guest.Json()}}},
            {"participant":"guest_service","operation":"note","branch":"two","input":{{Guest.Json(email: email)}}}]}]}
        """)) { IdempotencyKey = key });

    /// <summary>A run from its begin until it is settled.</summary>
    public async Task<TransactionId> WelcomeAsync()
    {
        var id = (await World.Get<ChoreographyClient>().StartAsync(new StartRequest("welcome", JsonElement.Parse(Guest.Json())))).Id;
        var pump = new MessagePump(
            "host", _bus.Open("host"), (message, ending) => World.Get<ChoreographyMessages>().HandleAsync(_welcome, "host", message, ending), _time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        while (!(await World.Get<ChoreographyClient>().GetAsync(id))!.Status.IsEnd())
        {
            await pump.PassAsync(default);
            await World.Get<ChoreographyWatch>().RunAsync(default);
        }

        return id;
    }

    /// <summary>Enough happens to a guest that a snapshot is kept and a read model built.</summary>
    public async Task RegisterAsync(string id = Guest.Id, string? key = null)
    {
        await Guests.HandleAsync(id, new GuestCommand.Register(id, Guest.Email), new CommandTerms { IdempotencyKey = key });
        await Guests.HandleAsync(id, new GuestCommand.Wave(60));
        await Projector.EnsureAsync();
        await Projector.RunAsync();
    }

    public Task<Processed<Guest>> PrintAsync(string email = Guest.Email) => World.Get<IdempotentOperations>().ProcessOnceAsync(
        new OperationKey("print_badge", "k"), new Guest { GuestId = Guest.Id, Address = email }, (guest, _) => Task.FromResult(guest));

    public Task<string> OpenAsync(Personal<string> value) => ReadAsync(value);

    private async Task<string> ReadAsync(Personal<string> value)
    {
        Seen.Add((await Personal.OpenAsync(value)).Or("erased"));
        return Mailed;
    }

    private Workflow Invitation() => Saga.For<Guest>("invite_guest", version: 1)
        .Step<Guest>("guest_service", "register", call => new Barrier(Store, _time).StepAsync<Guest>(call, "guests", rows =>
        {
            rows.Put($"guest {call.Input.GuestId}", call.Input);
            return Task.FromResult<StepAnswer<Guest>>(call.Input);
        }), undo: "forget", (call, _) => Task.FromResult(Conclusion.Done()))
        .Step<Badge>("badge_service", "print", async call => await Personal.SealAsync(
            new Badge(call.Input.GuestId, Learned, new string('x', 10_000)), "badge_service.print"))
        .Pivot("mail_service", "mail", async call =>
        {
            await BeforeMail();
            await ReadAsync(call.ResultOf<Badge>("print")!.Name);
            return (StepAnswer<string>)await ReadAsync(call.Input.Address);
        });

    /// <summary>Larger than what stands in a record.</summary>
    private sealed record Badge([property: Subject] string GuestId, Personal<string> Name, string Picture);
}
