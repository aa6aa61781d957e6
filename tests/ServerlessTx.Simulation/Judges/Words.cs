namespace ServerlessTx.Simulation;

/// <summary>What was said to a transaction while nothing was decided is the answer of the step that waited for it.</summary>
internal static class Words
{
    public static string? Fault(Story story)
    {
        var first = new Dictionary<string, Signalled>();
        foreach (var record in story.Records)
        {
            switch (record)
            {
                case Signalled signalled:
                    first.TryAdd(signalled.Signal, signalled);
                    break;
                case Decided:
                    return null;
                case Answered { Phase: Phase.Wait } answered when first.GetValueOrDefault(story.Started.Definition.Branch(answered.Branch).Wait!.Signal) is { } said
                    && answered.Verdict != (said.Rejected is null ? Verdict.Done : Verdict.Refused):
                    return $"{said.By} had said its word, and {answered.Branch} is {answered.Verdict}";
            }
        }

        return null;
    }
}
