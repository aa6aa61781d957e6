using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Samples;

/// <summary>A name that others chose: an account, a customer, a thing on sale.</summary>
internal sealed class NameAttribute : RegularExpressionAttribute
{
    public NameAttribute() : base("[A-Za-z0-9_-]{1,64}")
    {
        ErrorMessage = "must be 1 to 64 letters, digits, '_' or '-'";
        // It never goes back in the text, so no text is slow; a host that stands still for two seconds must not refuse a right name.
        MatchTimeoutInMilliseconds = Timeout.Infinite;
    }
}
