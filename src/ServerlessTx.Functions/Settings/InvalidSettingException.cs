namespace ServerlessTx.Functions;

/// <summary>What keeps the app from starting, in one line that names the setting.</summary>
internal sealed class InvalidSettingException(string setting, string otherwise) : Exception($"{setting}: {otherwise}");
