namespace ServerlessTx;

/// <summary>
/// Names whose personal data a record holds: a property of text with the subject's id, in each record that has a <see cref="Personal{T}"/>. The id
/// itself is stored in the clear and outlives an erasure, so it must not be personal: a customer's number, not an address.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SubjectAttribute : Attribute;
