using System.Globalization;

namespace ServerlessTx.Samples.Tests;

/// <summary>A group's records as a person reads them.</summary>
internal static class ModeTranscript
{
    public static string Of(IEnumerable<ModeRecord> records) => string.Join('\n', records.Select(Line));

    private static string Line(ModeRecord record) => string.Create(CultureInfo.InvariantCulture, $"{ModeCodec.NameOf(record),-17}{What(record)}").TrimEnd();

    private static string What(ModeRecord record) => record switch
    {
        ModeDeclared declared => $"{declared.Declaration.Group}: {string.Join(", ", declared.Declaration.Sides.Select(side => side.Name))}",
        ModeSwitched switched => $"{switched.From.Word()} -> {switched.To.Word()}: {switched.Trigger}{(switched.Away.Count == 0 ? "" : $", {string.Join(", ", switched.Away)} away")}",
        ModeAcknowledged told => $"{told.Side}: {told.ModeVersion}",
        EscrowAsked asked => $"{asked.Account}: {asked.Amount}",
        EscrowSetAside set => $"{set.Account}: {set.Amount}",
        OperationBuffered buffered => $"{buffered.Side}: {string.Join(", ", buffered.Movements.Select(movement => string.Create(CultureInfo.InvariantCulture, $"{movement.Account} {movement.Amount:+0;-0}")))}",
        OperationApplied applied => applied.Receipt,
        OperationConflicted conflicted => conflicted.Reason,
        OperationRetried retried => $"by {retried.By}",
        OperationRefused refused => $"by {refused.By}: {refused.Reason}; taken back by {string.Join(", ", refused.Reversed)}",
        _ => "",
    };
}
