using System.Text.Json;
using Microsoft.DurableTask;

namespace ServerlessTx.Functions;

/// <summary>
/// Asks activities from inside an orchestrator until an answer is the question's own, and counts what that adds to the history.
/// </summary>
internal sealed class Activities(TaskOrchestrationContext context)
{
    /// <summary>So many activities, timers and wake-ups make a generation long enough to replay quickly and short enough to store cheaply.</summary>
    private const int LongestGeneration = 60;

    private const int MostFailures = 3;
    private const int MostStrays = 20;

    private int _events;

    public bool AreMany => _events >= LongestGeneration;

    /// <summary>Why the last activity that failed did.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>A timer or a wake-up.</summary>
    public void Count() => _events++;

    /// <returns>The answer, or nothing when there is none to be had: the activity may have done its work all the same, and more than once.</returns>
    public async Task<ActivityAnswer?> AskAsync(string activity, ActivityRequest request)
    {
        var echo = request.Echo();
        for (var (failures, strays) = (0, 0); failures < MostFailures && strays < MostStrays;)
        {
            Count();
            try
            {
                var answer = await context.CallActivityAsync<ActivityAnswer?>(activity, request);
                if (answer?.Echo == echo)
                    return answer;
                strays++;
            }
            catch (JsonException)
            {
                // The end of a timer that had this number before its turn was run again, say.
                strays++;
            }
            catch (TaskFailedException failure)
            {
                LastFailure = failure.FailureDetails.ErrorMessage;
                failures++;
            }
        }

        return null;
    }
}
