namespace ServerlessTx;

/// <summary>
/// A call's identity in its transaction. What was recorded first under it is what it returned, for ever.
/// </summary>
/// <param name="Branch">Unique in the transaction: a saga's operation, a vote's participant.</param>
/// <param name="Phase">What the branch is asked to do.</param>
public readonly record struct CallName(string Branch, Phase Phase)
{
    /// <summary>The name with its transaction, <c>{transaction}/{branch}/{phase}</c>: the idempotency key that a participant sees.</summary>
    public string Key(string transactionId) => $"{transactionId}/{this}";

    /// <summary><c>{branch}/{phase}</c></summary>
    public override string ToString() => $"{Branch}/{Phase.Word()}";
}
