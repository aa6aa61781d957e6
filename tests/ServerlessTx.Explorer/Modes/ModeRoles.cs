using System.Globalization;
using System.Text.Json;

namespace ServerlessTx.Explorer;

/// <summary>Who acts on a group.</summary>
internal sealed class ModeRoles(ModeGroup group)
{
    private const string Reason = "to see what happens";

    /// <summary>Healing is over when the group is strict and all has ended; so many rounds are enough from anywhere.</summary>
    private const int MostRounds = 6;

    public Role Healer => new("healer", true, async (host, _) =>
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var modes = new ModeHost(host, group);
            await modes.Recovery.RunAsync(everything: true, default);
            await Task.WhenAll(host.Drives);
            if ((await modes.Admission.DeclaredAsync(group, default)).Mode is Mode.Degraded)
                await modes.Desk.SwitchAsync(new ModeOrder(Payments.Group, Mode.FailingBack, "healer", Reason), default);
            await modes.Watch.RunAsync(default);
        }

        return null;
    });

    /// <summary>Wants a payment, in whatever mode there is, and drives it; or is not admitted.</summary>
    public Role Customer(int number, decimal amount) => new($"t{number}", true, async (host, subject) =>
    {
        var (modes, id, input) = (new ModeHost(host, group), Payments.Id(number), JsonSerializer.SerializeToElement(new Payment(amount), WireJson.Tolerant));
        Admitted admitted;
        try
        {
            admitted = await modes.Admission.AdmitAsync(group.Strict, input, default);
        }
        catch (NotAdmittedException)
        {
            return null;
        }

        var started = new Started
        {
            TransactionId = id.ToString(),
            Definition = admitted.Workflow.Definition,
            Input = input,
            Deadline = subject.Begun.AddMilliseconds(admitted.Workflow.Definition.DeadlineMs),
            Caller = "local",
            Promised = GuaranteeVector.PromisedBy(admitted.Workflow.Definition),
            Storage = "memory",
            Mode = admitted.Mode,
            At = subject.Begun,
        };
        var first = new FirstAppend(started);
        await host.Transactions.BeginAsync(id, first, keyRow: null, default);
        host.Start(id, admitted.Workflow, first.Evidence);
        return null;
    });

    /// <summary>Takes up whatever is open.</summary>
    public Role Recovery => new("recovery", true, async (host, _) =>
    {
        await new ModeHost(host, group).Recovery.RunAsync(everything: true, default);
        return null;
    });

    /// <summary>A host's watch over the group, so many times.</summary>
    public Role Watch(string name, int passes = 1) => new(name, true, async (host, _) =>
    {
        var watch = new ModeHost(host, group).Watch;
        for (var pass = 0; pass < passes; pass++)
            await watch.RunAsync(default);
        return null;
    });

    public Role Operator(Mode to, params IReadOnlyList<string> away) => new($"to {to.Word()}", false, async (host, _) =>
    {
        await new ModeHost(host, group).Desk.SwitchAsync(new ModeOrder(Payments.Group, to, "ann", Reason) { Away = away }, default);
        return null;
    });

    public Role SetAside(decimal amount) => new(string.Create(CultureInfo.InvariantCulture, $"aside {amount}"), true, async (host, _) =>
    {
        await new ModeHost(host, group).Desk.SetAsideAsync(Payments.Group, Till.Payer, Till.Payer, amount, "ann", default);
        return null;
    });
}
