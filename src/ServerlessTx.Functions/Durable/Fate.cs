namespace ServerlessTx.Functions;

/// <summary>What became of an activity's append, as its answer says it.</summary>
public enum Fate
{
    /// <summary>What was carried is the end of the stream; with nothing carried, nothing stands behind the head.</summary>
    Stands,

    /// <summary>The stream is not as the orchestrator knew it.</summary>
    Moved,

    /// <summary>The answer holds the whole stream.</summary>
    Loaded,

    /// <summary>The store had trouble. What was carried may stand all the same; nothing was asked that counts as an attempt.</summary>
    Unavailable,
}
