using System.Text;
using System.Text.Json;
using Microsoft.DurableTask.Converters;
using ServerlessTx.Specifications;

namespace ServerlessTx.Functions.Tests;

/// <summary>A hub's history is stored in clear and kept for a while: it holds facts, small answers and no inputs.</summary>
public sealed class WhatTheHistoryHolds
{
    private sealed record Document(string Text);

    [Fact]
    public void The_input_of_a_transaction_never_enters_it() => WorldHub.Run(null, null, async world =>
    {
        world.Orders.On("reserve_inventory", new Behaviour.Fails(), new Behaviour.Refuses("none_left"));
        var request = new StartRequest("order_fulfillment", JsonElement.Parse("""{"item":"a_private_matter"}"""));
        var started = await world.Client.StartAsync(request);
        Assert.EndsWith("compensated", await world.EndAsync(started.Id), StringComparison.Ordinal);

        var bytes = BytesOf(world.Hub().Find(started.Id.ToString())!).ToList();
        Assert.Contains(bytes, text => text.Contains("none_left", StringComparison.Ordinal));
        Assert.DoesNotContain(bytes, text => text.Contains("a_private_matter", StringComparison.Ordinal));
        return true;
    });

    [Theory]
    [InlineData(7 * 1024, true)]
    [InlineData(9 * 1024, false)]
    public void An_answer_travels_as_its_bytes_up_to_8_KiB_and_by_its_hash_above(int size, bool travels) => WorldHub.Run(
        null,
        _ => Saga.For<Order>("print", 1).Step<Document>("press", "print", _ => Task.FromResult<StepAnswer<Document>>(new Document(new string('x', size)))),
        async world =>
        {
            var started = await world.StartAsync("print");
            Assert.EndsWith("completed", await world.EndAsync(started.Id), StringComparison.Ordinal);
            var answers = BytesOf(world.Hub().Find(started.Id.ToString())!);
            Assert.Equal(travels, answers.Any(text => text.Contains(new string('x', size), StringComparison.Ordinal)));
            return true;
        });

    [Fact]
    public void What_begins_has_its_begin_record_carried_without_the_input() => WorldHub.Run(null, null, async world =>
    {
        var started = await world.StartAsync();
        await world.EndAsync(started.Id);
        var input = world.Hub().Find(started.Id.ToString())!.History.OfType<HistoryEvent.ExecutionStarted>().Single().Input;
        var begin = (Started)JsonDataConverter.Default.Deserialize<Generation>(input!)!.Facts![0].ToRecorded().Record;
        Assert.Equal("order_fulfillment", begin.Definition.Name);
        Assert.NotEqual(JsonValueKind.Object, begin.Input.ValueKind);
        return true;
    });

    /// <summary>Everything that an execution's history holds, records decoded.</summary>
    private static IEnumerable<string> BytesOf(HubInstance instance) => instance.History.SelectMany(happened => happened switch
    {
        HistoryEvent.ExecutionStarted { Input: { } input } =>
            JsonDataConverter.Default.Deserialize<Generation>(input)!.Facts!.Select(fact => fact.Record).Select(Encoding.UTF8.GetString).Append(input),
        HistoryEvent.TaskScheduled { Input: { } request } =>
            JsonDataConverter.Default.Deserialize<ActivityRequest>(request)!.Records.Select(Encoding.UTF8.GetString).Append(request),
        HistoryEvent.TaskCompleted { Result: { } answer } => TextsOf(JsonDataConverter.Default.Deserialize<ActivityAnswer>(answer)!).Append(answer),
        _ => [],
    });

    private static IEnumerable<string> TextsOf(ActivityAnswer answer) =>
        [.. answer.Record is { } record ? [Encoding.UTF8.GetString(record)] : Array.Empty<string>(), .. (answer.Facts ?? []).Select(fact => Encoding.UTF8.GetString(fact.Record))];
}
