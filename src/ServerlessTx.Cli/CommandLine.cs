using System.CommandLine;

namespace ServerlessTx.Cli;

/// <summary>The commands, and the one place in which a failure becomes a line and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root(output).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"{parsed.Errors[0].Message} 'serverlesstx --help' says what is expected.");
            return ExitCode.Unreadable;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (UnreadableSourceException unreadable)
        {
            await error.WriteLineAsync(Printable.Of(unreadable.Message));
            return ExitCode.Unreadable;
        }
        catch (OutOfMemoryException)
        {
            await error.WriteLineAsync("There is not enough memory for this document; nothing is said about it.");
            return ExitCode.Unreadable;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Interrupted before anything could be said.");
            return ExitCode.Unreadable;
        }
    }

    private static RootCommand Root(TextWriter output)
    {
        var source = new Argument<string>("source")
        {
            Description = "An evidence document: a file, an http(s) address (GET /api/transactions/{id}/evidence, GET /api/aggregates/{type}/{id}/evidence), or - for standard input.",
        };
        var head = new Option<StreamHead?>("--head")
        {
            Description = "The head of an earlier reading, VERSION:HASH. The document must extend it.",
            CustomParser = KeptHead.Parse,
        };
        var child = new Option<string?>("--child")
        {
            Description = "The document of a child of this transaction, from a source of the same kinds. It must hold, and be the one that the transaction quotes.",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var verify = new Command("verify", "Says what holds in an evidence document, what does not, and at which record. Exit code 0: it holds; 1: it is broken; 2: it is unreadable.")
        {
            source, head, child, json,
        };
        verify.SetAction(async (parsed, cancellation) =>
        {
            var document = await DocumentSource.ReadAsync(parsed.GetRequiredValue(source), cancellation);
            var report = parsed.GetValue(child) is { } beside
                ? EvidenceVerifier.VerifyWithChild(document, await DocumentSource.ReadAsync(beside, cancellation), parsed.GetValue(head))
                : EvidenceVerifier.Verify(document, parsed.GetValue(head));
            if (parsed.GetValue(json))
                await ReportJson.WriteAsync(report, output);
            else if (report.Outcome is VerificationOutcome.Unreadable)
                throw new UnreadableSourceException(report.Reason!);
            else
                await ReportText.WriteAsync(report, output);
            return ExitCode.Of(report.Outcome);
        });
        return new RootCommand("Evidence of distributed transactions.") { verify };
    }
}
