namespace ServerlessTx;

/// <summary>
/// The stream holds what this driver did not know. It unwinds the protocol, which never catches it, and the driver starts again
/// from the evidence. Thrown by flush and delay only, never beside a call that is still awaited.
/// </summary>
internal sealed class SupersededException() : Exception("Another writer was first; this driver starts again from the evidence.");
