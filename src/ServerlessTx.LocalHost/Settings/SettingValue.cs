namespace ServerlessTx.LocalHost;

/// <summary>A value that somebody gave.</summary>
/// <param name="Name">The setting's name in the table.</param>
/// <param name="Text">The value.</param>
/// <param name="Said">How it was named where it was given: an option, a variable, a property of a file.</param>
internal sealed record SettingValue(string Name, string Text, string Said);
