namespace ServerlessTx;

/// <summary>No workflow of that name is registered in this host.</summary>
public sealed class UnknownWorkflowException(string workflow, IEnumerable<string> known)
    : Exception($"There is no workflow '{workflow}'. There are: {string.Join(", ", known)}.");
