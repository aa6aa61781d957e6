namespace ServerlessTx.Simulation;

/// <summary>What was said to a transaction while nothing was decided is the answer of the step that waited for it.</summary>
internal static class Words
{
    public static string? Fault(Story story)
    {
        Signalled? first = null;
        foreach (var record in story.Records)
        {
            switch (record)
            {
                case Signalled signalled:
                    first ??= signalled;
                    break;
                case Decided:
                    return null;
                case Answered { Phase: Phase.Wait } answered when first is not null && answered.Verdict != (first.Rejected is null ? Verdict.Done : Verdict.Refused):
                    return $"{first.By} had said its word, and {answered.Branch} is {answered.Verdict}";
            }
        }

        return null;
    }
}
