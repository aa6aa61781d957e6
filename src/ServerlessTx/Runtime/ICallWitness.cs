namespace ServerlessTx;

/// <summary>Who wants to know whether participants answer.</summary>
internal interface ICallWitness
{
    /// <summary>A participant was called.</summary>
    void Saw(string service, bool answered);
}
