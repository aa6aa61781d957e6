namespace ServerlessTx;

/// <summary>Unwinds the protocol of a driver whose time is over, or that would have to wait. Thrown by delay only, behind a flush.</summary>
internal sealed class HandedOverException() : Exception("Another driver goes on with it.");
