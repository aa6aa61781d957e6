using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Specifications;

/// <summary>Somebody who is invited: the id says nothing of a person, the rest does.</summary>
internal sealed record Guest
{
    public const string Id = "guest_1";
    public const string Email = "ada@example.org";
    public const string Street = "7 Byron Lane";

    [Subject]
    public required string GuestId { get; init; }

    public required Personal<string> Address { get; init; }

    public Personal<Residence>? Home { get; init; }

    public IReadOnlyList<Guest>? Brings { get; init; }

    public static string Json(string id = Id, string email = Email) =>
        $$"""{"guest_id":"{{id}}","address":"{{email}}","home":{"street":"{{Street}}"},"brings":[{"guest_id":"guest_2","address":"bob@example.org"}]}""";

    /// <summary>Where somebody lives: personal as a whole.</summary>
    internal sealed record Residence([property: StringLength(40, ErrorMessage = "must have at most 40 characters")] string Street);
}

/// <summary>What can be asked of a guest's record, and what happens to it then.</summary>
internal abstract record GuestCommand
{
    internal sealed record Register([property: Subject] string GuestId, Personal<string> Address) : GuestCommand;

    internal sealed record Wave(int Times) : GuestCommand;
}

internal abstract record GuestEvent
{
    internal sealed record Registered([property: Subject] string GuestId, Personal<string> Address) : GuestEvent;

    internal sealed record Waved : GuestEvent;
}

internal sealed record GuestState([property: Subject] string GuestId, Personal<string>? Address, int Waves)
{
    public static AggregateType<GuestState, GuestCommand, GuestEvent> Type { get; } = new(
        "guest",
        new Decider<GuestState, GuestCommand, GuestEvent>(
            new GuestState("", null, 0),
            (command, _) => command switch
            {
                GuestCommand.Register register => new GuestEvent.Registered(register.GuestId, register.Address),
                GuestCommand.Wave wave => Enumerable.Repeat(new GuestEvent.Waved(), wave.Times).ToArray<GuestEvent>(),
                _ => Refusal.Because("no_such_command"),
            },
            (state, happened) => happened is GuestEvent.Registered registered
                ? new GuestState(registered.GuestId, registered.Address, 0)
                : state with { Waves = state.Waves + 1 }),
        new EventTypes<GuestEvent>().Add<GuestEvent.Registered>("Registered").Add<GuestEvent.Waved>("Waved"))
    {
        HasFeed = true,
        Commands = new CommandTypes<GuestCommand>().Add<GuestCommand.Register>("register").Add<GuestCommand.Wave>("wave"),
    };

    /// <summary>Who is there, with how they are reached.</summary>
    public static Projection<GuestState, GuestShare, GuestList> Everybody { get; } = new("everybody", version: 1)
    {
        Share = (_, state) => new GuestShare(state.GuestId, state.Address!),
        Row = _ => "all",
        Empty = new GuestList([]),
        Add = (list, share) => new GuestList([.. list.Guests, share]),
        Subtract = (list, share) => new GuestList([.. list.Guests.Where(guest => guest.GuestId != share.GuestId)]),
    };
}

internal sealed record GuestShare([property: Subject] string GuestId, Personal<string> Address);

internal sealed record GuestList(IReadOnlyList<GuestShare> Guests);
