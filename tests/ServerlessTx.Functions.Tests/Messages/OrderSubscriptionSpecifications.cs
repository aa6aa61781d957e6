using System.Reflection;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using ServerlessTx.Samples;

namespace ServerlessTx.Functions.Tests;

/// <summary>The choreographed order on Service Bus: its triggers, its topic and its subscriptions are those that the services ask for.</summary>
public sealed class OrderSubscriptionSpecifications
{
    [Fact]
    public void Each_service_has_a_trigger_on_its_own_subscription()
    {
        var triggers = typeof(OrderSubscriptions).GetMethods()
            .Select(method => method.GetParameters().FirstOrDefault()?.GetCustomAttribute<ServiceBusTriggerAttribute>()).OfType<ServiceBusTriggerAttribute>().ToList();
        Assert.Equal(
            OrderChoreography.Define().Subscriptions.Select(subscription => $"{subscription.Topic}/{subscription.Name}").Order(),
            triggers.Select(trigger => $"{trigger.TopicName}/{trigger.SubscriptionName}").Order());
        Assert.All(triggers, trigger => Assert.False(trigger.AutoCompleteMessages));
    }

    [Fact]
    public void The_template_gives_each_subscription_the_events_that_its_service_reacts_to()
    {
        var template = File.ReadAllText(Template());
        Assert.All(OrderChoreography.Define().Subscriptions, subscription => Assert.Contains(
            $"    name: '{subscription.Name}'\n    types: [\n{string.Concat(subscription.Types.Select(type => $"      '{type}'\n"))}    ]\n", template));
        Assert.Contains($"name: '{OrderChoreography.Name}'", template);
    }

    [Fact]
    public void A_message_says_its_type_where_the_subscriptions_look_for_it()
    {
        var message = ServiceBusBus.Of(new OutgoingMessage("id", "OrderCreated", Encoding.UTF8.GetBytes("{}")));
        Assert.Equal(("id", "OrderCreated", "application/cloudevents+json", "{}"), (message.MessageId, message.Subject, message.ContentType, message.Body.ToString()));
    }

    private static string Template([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../infra/modules/service-bus.bicep");
}
