namespace ServerlessTx.Participants.Http;

/// <summary>What came back proves neither that it was done nor that it was not. Its message is recorded, so it repeats nothing that was sent.</summary>
internal sealed class UnknownAnswerException(string what) : Exception(what);
