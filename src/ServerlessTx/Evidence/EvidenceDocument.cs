using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// The document a stranger is handed. Computed whenever it is read, from stored bytes alone: nothing in it is stored, and nothing is a constant.
/// </summary>
internal static class EvidenceDocument
{
    /// <param name="appends">The whole stream, in order.</param>
    /// <param name="view">Which of the source's forms.</param>
    /// <param name="largeAnswer">Fetches a result that stands in a row of its own.</param>
    public static async Task<JsonObject> BuildAsync(
        IReadOnlyList<StoredAppend> appends, EvidenceView view, Func<CallName, string, Task<JsonElement?>> largeAnswer)
    {
        var story = new TransactionStory(appends);
        var large = new JsonObject();
        foreach (var answered in story.All<Answered>().Concat(story.All<Late>().Select(late => late.Answer)).Where(answered => answered.ResultHash is not null))
        {
            var result = await largeAnswer(answered.Name, answered.ResultHash!);
            large[answered.ResultHash!] = result is { } known ? JsonNodes.Of(known) : null;
            story.Attach(answered.ResultHash!, result);
        }

        var document = Form(story, view);
        EvidenceEnvelope.Add(document, story, large);
        return document;
    }

    /// <summary>The source has further forms for sagas only.</summary>
    private static JsonObject Form(TransactionStory story, EvidenceView view) => (story.Pattern, view) switch
    {
        (Pattern.Saga, EvidenceView.Events) => SagaExecutionForm.Of(story),
        (Pattern.Saga, EvidenceView.Steps) => RideForm.Of(story),
        (Pattern.Saga, EvidenceView.Sync) => DataSyncForm.Of(story),
        (Pattern.Saga, _) => SagaForm.Of(story),
        (Pattern.Tcc, _) => TccForm.Of(VoteStory.Of(story)),
        (Pattern.TwoPhaseCommit, _) => TwoPhaseCommitForm.Of(VoteStory.Of(story)),
        var (pattern, _) => throw new NotSupportedException($"There is no evidence form for {pattern}."),
    };
}
