namespace ServerlessTx.Participants.Http;

/// <summary>Every setting of a service: the one place where a default, a meaning and a rule are written down. <c>docs/settings.md</c> repeats it.</summary>
internal static class HttpSettingsTable
{
    private const string Name = "1 to 64 letters, digits, _ or -";

    public static IReadOnlyList<Setting<HttpParticipantSettings>> OfParticipant { get; } =
    [
        new("BaseAddress", "", "Where the service is; operation and phase follow it.",
            "an http:// or https:// address without user, query or fragment",
            // An address that is refused may be one with a password in it.
            (settings, text) => SettingText.Address(text) is { } value ? settings with { BaseAddress = value } : null) { Secret = true },
        new("Timeout", "10s", "How long one request may take; never longer than the call's own time-out.",
            "a number with ms, s or m behind it, from 1ms to 10m",
            (settings, text) => SettingText.Duration(text) is { } value ? settings with { Timeout = value } : null),
        new("Concurrency", "16", "The most requests at once. Others wait, within their time-out.",
            "a whole number from 1 to 1024",
            (settings, text) => SettingText.Whole(text, 1, 1024) is { } value ? settings with { Concurrency = value } : null),
        new("Secret", "", "Signs every call as Standard Webhooks says. This or `BearerToken` is needed, except on this machine.",
            "whsec_ and the base64 of 24 to 64 bytes",
            (settings, text) => WebhookSecret.Parse(text) is { } value ? settings with { Secret = value } : null) { Secret = true },
        new("SecondSecret", "", "Signs beside `Secret` while keys are rotated: the service takes either.",
            "as Secret",
            (settings, text) => WebhookSecret.Parse(text) is { } value ? settings with { SecondSecret = value } : null) { Secret = true },
        new("BearerToken", "", "Is sent instead of signatures, over https or to this machine.",
            "at least 16 letters, digits, -._~+/ or = at the end",
            (settings, text) => SettingText.IsToken(text) ? settings with { BearerToken = new BearerToken(text) } : null) { Secret = true },
        new("Tcc", "false", "Whether ad hoc TCCs can ask it.", "true or false",
            (settings, text) => bool.TryParse(text, out var value) ? settings with { Tcc = value } : null),
        new("TwoPhaseCommit", "false", "Whether ad hoc two-phase commits can ask it.", "true or false",
            (settings, text) => bool.TryParse(text, out var value) ? settings with { TwoPhaseCommit = value } : null),
    ];

    public static IReadOnlyList<Setting<HttpOperation>> OfOperation { get; } =
    [
        new("Role", "step", "What the operation is in an ad hoc saga.", "step, pivot or retriable",
            (operation, text) => SettingText.Role(text) is { } value ? operation with { Role = value } : null),
        new("Undo", "", "What undoing a step is called in evidence. None: there is nothing to undo.", Name,
            (operation, text) => SettingText.IsName(text) ? operation with { Undo = text } : null),
    ];
}
