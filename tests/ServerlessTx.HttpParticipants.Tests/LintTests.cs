using System.Diagnostics;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>Both OpenAPI documents, read by a linter with its strict rules: what participants answer, and what the host itself serves.</summary>
public sealed class LintTests : IDisposable
{
    private static readonly string Linter = Repository.File("tests", "openapi-lint");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_participants_document_has_nothing_that_a_linter_finds() =>
        Assert.Null(await ComplaintAsync(Repository.File("docs", "http-participant.openapi.json")));

    [Fact]
    public async Task The_hosts_document_has_nothing_that_a_linter_finds()
    {
        await using var host = await HostProcess.StartServingAsync("--memory");
        using var http = await host.ClientAsync();
        var document = Path.Combine(_folder.Path, "openapi.json");
        await File.WriteAllBytesAsync(document, await http.GetByteArrayAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        Assert.Null(await ComplaintAsync(document));
    }

    [Fact]
    public async Task What_is_wrong_is_found()
    {
        var document = Path.Combine(_folder.Path, "wrong.json");
        await File.WriteAllTextAsync(document, """{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/{a}":{"get":{"responses":{"200":{"description":"x"}}}}}}""");
        Assert.Contains("path-parameters-defined", await ComplaintAsync(document), StringComparison.Ordinal);
    }

    /// <returns>What it finds; nothing where that is nothing.</returns>
    private static async Task<string?> ComplaintAsync(string document)
    {
        await new NpmInstallation(Linter, "The linter", "There is no other.", _ => { }, TimeProvider.System).EnsureAsync(CancellationToken.None);
        var start = new ProcessStartInfo(
            Executable.Find("node"), [Path.Combine("node_modules", "@redocly", "cli", "bin", "cli.js"), "lint", "--extends=recommended-strict", "--format=stylish", document])
        {
            WorkingDirectory = Linter,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_NOTIFICATIONS"] = "true" },
        };
        using var lint = Process.Start(start)!;
        var said = await Task.WhenAll(lint.StandardOutput.ReadToEndAsync(), lint.StandardError.ReadToEndAsync());
        await lint.WaitForExitAsync();
        return lint.ExitCode == 0 ? null : string.Join('\n', said);
    }
}
