using System.Diagnostics;
using System.Text.Json;

namespace ServerlessTx.Processes;

public sealed class InvitationTests(ServingHost host) : IClassFixture<ServingHost>
{
    [Fact]
    public async Task The_three_lines_do_what_they_say_when_they_are_pasted_into_a_shell()
    {
        var completed = await PasteAsync("An order that completes:");
        Assert.Equal("completed", completed.GetProperty("status").GetString());

        var compensated = await PasteAsync("An order that is refused at the inventory and compensated:");
        Assert.Equal("compensated", compensated.GetProperty("status").GetString());
        Assert.Equal("insufficient_inventory", compensated.GetProperty("reason").GetString());

        var evidence = await PasteAsync("Its evidence:");
        Assert.Equal(compensated.GetProperty("transaction_id").GetString(), evidence.GetProperty("saga_id").GetString());
        Assert.Equal("compensated", evidence.GetProperty("saga_outcome").GetString());
    }

    /// <summary>Runs the line below a heading, and reads what it printed.</summary>
    private async Task<JsonElement> PasteAsync(string heading)
    {
        await host.Process.LineAsync("curl -s http");
        var line = host.Process.Output.SkipWhile(said => said != heading).ElementAt(1);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var printed = await bash.StandardOutput.ReadToEndAsync();
        var complaint = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0 && complaint is "", $"{line}\n{complaint}");
        return JsonElement.Parse(printed);
    }
}
