namespace ServerlessTx.Samples;

/// <summary>Where a bank account is in its life.</summary>
public enum AccountStatus
{
    /// <summary>Nobody has opened it.</summary>
    Absent,

    /// <summary>Money can come and go.</summary>
    Active,

    /// <summary>Nothing can happen to it any more.</summary>
    Closed,
}
