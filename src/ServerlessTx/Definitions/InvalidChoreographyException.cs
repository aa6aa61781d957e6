namespace ServerlessTx;

/// <summary>A choreography that could strand something. Nothing of it runs; the message names the event or the service, and what would be right.</summary>
public sealed class InvalidChoreographyException(string choreography, string fault)
    : Exception($"The choreography '{choreography}' cannot run: {fault}.");
