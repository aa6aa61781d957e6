namespace ServerlessTx;

/// <summary>A parent and the document of a child that somebody shows beside it.</summary>
/// <param name="Parent">The parent's records.</param>
/// <param name="Child">The child's records; none where its chain does not hold.</param>
/// <param name="Report">What was found in the child's document alone.</param>
internal sealed record FamilyClaim(Testimony Parent, Testimony? Child, VerificationReport Report);
