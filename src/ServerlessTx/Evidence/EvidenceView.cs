namespace ServerlessTx;

/// <summary>The form of an evidence document.</summary>
public enum EvidenceView
{
    /// <summary>The source's form for the transaction's pattern.</summary>
    Pattern,

    /// <summary>The source's event form, <c>saga_execution</c>.</summary>
    Events,

    /// <summary>Of a saga, the source's form of a ride, <c>uber_ride_saga</c>: its steps with what undoes each.</summary>
    Steps,

    /// <summary>The source's form of a synchronisation, <c>data_sync_saga</c>.</summary>
    Sync,
}
