namespace ServerlessTx.AspNetCore;

/// <summary>Ends the reading of a request that cannot be answered otherwise.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
