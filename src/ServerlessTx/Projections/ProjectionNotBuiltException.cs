namespace ServerlessTx;

/// <summary>A projection has not been built yet, or not by this version of the code.</summary>
public sealed class ProjectionNotBuiltException(string name) : Exception(
    $"The projection '{name}' is being built from the streams. Ask again later; the aggregates themselves can be read now.");
