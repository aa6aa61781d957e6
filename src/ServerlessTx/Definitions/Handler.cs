namespace ServerlessTx;

/// <summary>The code behind a call, below the types that say who may refuse.</summary>
internal delegate Task<Answer> Handler(CallRequest request);
