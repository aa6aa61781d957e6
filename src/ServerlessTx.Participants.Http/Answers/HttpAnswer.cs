using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>What a service clearly said. Whatever else came is an <see cref="UnknownAnswerException"/>.</summary>
internal abstract record HttpAnswer
{
    private HttpAnswer()
    {
    }

    /// <summary>What it reported, if anything.</summary>
    public virtual JsonElement? Result => null;

    public sealed record Done(JsonElement? Reported) : HttpAnswer
    {
        public override JsonElement? Result => Reported;
    }

    /// <summary>Of a first-phase call or a pivot.</summary>
    public sealed record Refused(string Reason) : HttpAnswer;

    /// <summary>Of a call that cannot be refused.</summary>
    public sealed record Heuristic(string WhatHappened) : HttpAnswer;
}
