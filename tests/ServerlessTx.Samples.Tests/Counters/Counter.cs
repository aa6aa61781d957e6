namespace ServerlessTx.Samples.Tests;

/// <summary>An aggregate whose command comes to as many events as it says, in one append. Its state is no object.</summary>
internal static class Counter
{
    public static AggregateType<int, Count, Happening> Type { get; } = new(
        "Counter",
        new Decider<int, Count, Happening>(0, (count, _) => Events(count), (state, _) => state + 1),
        new EventTypes<Happening>().Add<Counted>("Counted"));

    /// <summary>Without a number it comes to an event that was given no name.</summary>
    internal sealed record Count(int? Times);

    internal abstract record Happening;

    internal sealed record Counted : Happening;

    internal sealed record Nameless : Happening;

    private static Happening[] Events(Count count) => count.Times is { } times ? [.. Enumerable.Repeat(new Counted(), times)] : [new Nameless()];
}
