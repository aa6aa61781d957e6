using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx;

/// <summary>A fact of a group. Stored under the names in <see cref="ModeCodec"/>, for ever.</summary>
internal abstract record ModeRecord
{
    /// <summary>Never before the record it follows.</summary>
    [JsonPropertyOrder(100)]
    public required DateTimeOffset At { get; init; }

    /// <summary>As it is written at a moment.</summary>
    public virtual ModeRecord WrittenAt(DateTimeOffset at) => this with { At = at };
}

/// <summary>What the group is. The first makes it strict, at version 1; a later one changes the terms and no mode.</summary>
internal sealed record ModeDeclared : ModeRecord
{
    public required ModeDeclaration Declaration { get; init; }
}

/// <summary>A switch: its version is that of the mode behind it.</summary>
internal sealed record ModeSwitched : ModeRecord
{
    public required Mode From { get; init; }

    public required Mode To { get; init; }

    public required ModeTrigger Trigger { get; init; }

    /// <summary>What was seen of each side; of one that an operator named, that it was named.</summary>
    public required IReadOnlyList<SideFinding> Findings { get; init; }

    /// <summary>Whose operations are buffered behind it.</summary>
    public required IReadOnlyList<string> Away { get; init; }

    /// <summary>The operator.</summary>
    public string? By { get; init; }

    public string? Reason { get; init; }

    /// <summary>The host's clock may have been set back since it saw the sides: nothing was seen later than it is written.</summary>
    public override ModeRecord WrittenAt(DateTimeOffset at) =>
        this with { At = at, Findings = [.. Findings.Select(finding => finding.Since > at ? finding with { Since = at } : finding)] };
}

/// <summary>A side was told of a mode, and refuses first-phase calls of an older one from here on.</summary>
internal sealed record ModeAcknowledged : ModeRecord
{
    public required string Side { get; init; }

    public required long ModeVersion { get; init; }
}

/// <summary>Somebody wants so much of an account set aside. From here on no more than that is spent, whatever its owner answers.</summary>
internal sealed record EscrowAsked : ModeRecord
{
    public required string Side { get; init; }

    public required string Account { get; init; }

    public required decimal Amount { get; init; }

    public required string By { get; init; }
}

/// <summary>The owner has set it aside.</summary>
internal sealed record EscrowSetAside : ModeRecord
{
    public required string Side { get; init; }

    public required string Account { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>The version of the wish.</summary>
    public required long Asked { get; init; }
}

/// <summary>A part of a transaction is promised in place of a side that is away. Its debits are taken from escrow by this record.</summary>
internal sealed record OperationBuffered : ModeRecord
{
    /// <summary>The name of the call, <c>{transaction}/{branch}/action</c>.</summary>
    public required string Operation { get; init; }

    public required string Side { get; init; }

    public required string TransactionId { get; init; }

    public required string Branch { get; init; }

    public required long ModeVersion { get; init; }

    public required IReadOnlyList<Movement> Movements { get; init; }

    public required JsonElement Input { get; init; }
}

/// <summary>Its transaction was turned back before it was applied; behind this it is never buffered, either.</summary>
internal sealed record OperationWithdrawn : ModeRecord
{
    public required string Operation { get; init; }
}

/// <summary>Its side has done it.</summary>
internal sealed record OperationApplied : ModeRecord
{
    public required string Operation { get; init; }

    public required int Attempt { get; init; }

    public required string Receipt { get; init; }
}

/// <summary>Its side has refused it: it waits for an operator or the rule.</summary>
internal sealed record OperationConflicted : ModeRecord
{
    public required string Operation { get; init; }

    public required int Attempt { get; init; }

    public required string Reason { get; init; }
}

/// <summary>An operator wants a conflicting operation tried once more, as another call.</summary>
internal sealed record OperationRetried : ModeRecord
{
    public required string Operation { get; init; }

    public required int Attempt { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>It will not be done, and the other parts of its transaction are taken back.</summary>
internal sealed record OperationRefused : ModeRecord
{
    public required string Operation { get; init; }

    /// <summary>The operator, or <see cref="Rule"/>.</summary>
    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>The sides that took their parts back.</summary>
    public required IReadOnlyList<string> Reversed { get; init; }

    public const string Rule = "rule";
}

/// <summary>A record of a later version than this reader.</summary>
internal sealed record UnknownModeRecord : ModeRecord
{
    public required string Type { get; init; }
}
