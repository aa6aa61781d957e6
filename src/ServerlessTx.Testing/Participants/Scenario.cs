namespace ServerlessTx.Testing;

/// <summary>A promise and how it is put to the test.</summary>
/// <param name="Promise">A sentence, without its full stop.</param>
/// <param name="Mend">What an author does whose participant breaks it.</param>
/// <param name="RunAsync">Tries it.</param>
internal sealed record Scenario(string Promise, string Mend, Func<Trial, Task> RunAsync);
